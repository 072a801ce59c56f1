package io.github.chthosting.testkit.internal.server;

import io.github.chthosting.testkit.internal.cluster.Node;
import io.github.chthosting.testkit.internal.http.Endpoint;
import io.github.chthosting.testkit.internal.http.Json;
import io.github.chthosting.testkit.internal.http.Request;
import io.github.chthosting.testkit.internal.http.Response;
import java.io.IOException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code /_active_tasks}: what the connected nodes are busy with. */
final class ActiveTasksEndpoint implements Endpoint {
  private final Node node;

  ActiveTasksEndpoint(Node node) {
    this.node = node;
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    Methods.require(request, "GET,HEAD");
    Authorization.requireAdmin(request.user());
    ArrayNode tasks = JsonNodeFactory.instance.arrayNode();
    node.connected().forEach(name -> node.tasks(name).forEach(tasks::add));
    Json.send(response, 200, tasks);
  }
}
