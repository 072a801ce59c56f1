package io.github.chthosting.testkit.internal.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.chthosting.testkit.internal.http.Endpoint;
import io.github.chthosting.testkit.internal.http.Json;
import io.github.chthosting.testkit.internal.http.MethodNotAllowedException;
import io.github.chthosting.testkit.internal.http.Request;
import io.github.chthosting.testkit.internal.http.Response;
import io.github.chthosting.testkit.internal.replication.Replications;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** {@code /_replicate}: once, or until it is cancelled. */
final class ReplicateEndpoint implements Endpoint {
  private final Replications replications;

  ReplicateEndpoint(Replications replications) {
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
    boolean goesOn = told.path("continuous").asBoolean() && !told.path("cancel").asBoolean();
    try {
      Json.send(response, goesOn ? 202 : 200, replications.replicate(told));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while it replicated", e);
    }
  }

  /** A name is a database of this server, opened as whoever asks. */
  private static void resolve(ObjectNode told, String member, Request request) {
    JsonNode name = told.path(member);
    if (name.isTextual() && !name.textValue().contains("://")) {
      String path = URLEncoder.encode(name.textValue(), StandardCharsets.UTF_8);
      ObjectNode peer = told.putObject(member).put("url", request.origin() + "/" + path);
      for (String header : new String[] {"Authorization", "Cookie"}) {
        String value = request.header(header);
        if (value != null) {
          peer.withObjectProperty("headers").put(header, value);
        }
      }
    }
  }
}
