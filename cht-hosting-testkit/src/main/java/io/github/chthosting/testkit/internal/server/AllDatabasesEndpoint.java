package io.github.chthosting.testkit.internal.server;

import io.github.chthosting.testkit.internal.cluster.Node;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.Endpoint;
import io.github.chthosting.testkit.internal.http.Json;
import io.github.chthosting.testkit.internal.http.Request;
import io.github.chthosting.testkit.internal.http.Response;
import java.io.IOException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code /_all_dbs}: the databases that this node knows of. */
final class AllDatabasesEndpoint implements Endpoint {
  private final Node node;

  AllDatabasesEndpoint(Node node) {
    this.node = node;
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    Methods.require(request, "GET,HEAD");
    if (request.path().size() > 1) {
      throw ApiException.notFound("missing");
    }
    if (node.inMaintenance()) {
      throw new ApiException(412, "nodedown", node.name());
    }
    ArrayNode names = JsonNodeFactory.instance.arrayNode();
    new NamePage(request.query(), node.config().version()).of(node.databases()).forEach(names::add);
    Json.send(response, 200, names);
  }
}
