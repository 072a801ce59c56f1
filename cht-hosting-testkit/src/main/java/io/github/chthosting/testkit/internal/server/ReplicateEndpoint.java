package io.github.chthosting.testkit.internal.server;

import io.github.chthosting.testkit.internal.cluster.Node;
import io.github.chthosting.testkit.internal.http.Endpoint;
import io.github.chthosting.testkit.internal.http.Json;
import io.github.chthosting.testkit.internal.http.MethodNotAllowedException;
import io.github.chthosting.testkit.internal.http.Request;
import io.github.chthosting.testkit.internal.http.Response;
import io.github.chthosting.testkit.internal.replication.Replications;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /_replicate}: once, or until it is cancelled. */
final class ReplicateEndpoint implements Endpoint {
  private final Node node;
  private final Replications replications;

  ReplicateEndpoint(Node node, Replications replications) {
    this.node = node;
    this.replications = replications;
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    if (!request.method().equals("POST")) {
      throw new MethodNotAllowedException("POST");
    }
    Methods.requireJson(request);
    ObjectNode told = Methods.object(request);
    resolve(told, "source", request);
    resolve(told, "target", request);
    boolean goesOn =
        told.path("continuous").asBoolean(false) && !told.path("cancel").asBoolean(false);
    try {
      Json.send(response, goesOn ? 202 : 200, replications.replicate(told));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while it replicated", e);
    }
  }

  /** A name is a database of this server, opened as whoever asks. */
  private void resolve(ObjectNode told, String member, Request request) {
    JsonNode name = told.path(member);
    if (name.isString() && !name.stringValue().contains("://")) {
      String own = "http://127.0.0.1:" + node.config().get("chttpd", "port", "5984");
      String path = URLEncoder.encode(name.stringValue(), StandardCharsets.UTF_8);
      ObjectNode peer = told.putObject(member).put("url", own + "/" + path);
      for (String header : new String[] {"Authorization", "Cookie"}) {
        String value = request.header(header);
        if (value != null) {
          peer.withObjectProperty("headers").put(header, value);
        }
      }
    }
  }
}
