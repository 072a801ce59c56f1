package io.github.chthosting.testkit.internal.server;

import io.github.chthosting.testkit.internal.cluster.Node;
import io.github.chthosting.testkit.internal.http.Endpoint;
import io.github.chthosting.testkit.internal.http.Json;
import io.github.chthosting.testkit.internal.http.Request;
import io.github.chthosting.testkit.internal.http.Response;
import java.io.IOException;

/** {@code /_up}: whether the node wants requests. It does not look at shards. */
final class UpEndpoint implements Endpoint {
  private final Node node;

  UpEndpoint(Node node) {
    this.node = node;
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    Methods.require(request, "GET,HEAD");
    String mode = node.config().get("couchdb", "maintenance_mode", "false");
    switch (mode) {
      case "true" -> Json.send(response, 404, Json.object().put("status", "maintenance_mode"));
      case "nolb" -> Json.send(response, 404, Json.object().put("status", "nolb"));
      default ->
          Json.send(response, 200, Json.object().put("status", "ok").set("seeds", Json.object()));
    }
  }
}
