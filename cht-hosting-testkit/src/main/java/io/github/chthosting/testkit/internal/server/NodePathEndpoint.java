package io.github.chthosting.testkit.internal.server;

import io.github.chthosting.testkit.internal.cluster.Node;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.Endpoint;
import io.github.chthosting.testkit.internal.http.ForwardedRequest;
import io.github.chthosting.testkit.internal.http.Json;
import io.github.chthosting.testkit.internal.http.Request;
import io.github.chthosting.testkit.internal.http.Response;
import java.io.IOException;
import java.util.List;

/** {@code /_node/…}: one node's configuration, statistics and files, asked of any node. */
final class NodePathEndpoint implements Endpoint {
  private final NodeContext context;
  private final Node here;
  private final ConfigEndpoint config = new ConfigEndpoint();
  private final StatisticsEndpoint statistics = new StatisticsEndpoint();

  NodePathEndpoint(NodeContext context) {
    this.context = context;
    here = context.node();
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    List<String> path = request.path();
    if (path.size() == 1) {
      throw ApiException.badRequest("Incomplete path to _node request");
    }
    if (path.size() == 2 && path.get(1).equals("_local")) {
      Json.send(response, 200, Json.object().put("name", here.name()));
      return;
    }
    List<String> rest = path.subList(2, path.size());
    if (rest.size() == 1 && rest.get(0).equals("_config")) {
      Methods.require(request, "GET");
    }
    Node node = path.get(1).equals("_local") ? here : find(path.get(1));
    String first = rest.isEmpty() ? "" : rest.get(0);
    if (first.equals("_smoosh") && node.config().version().isBefore(3, 4)) {
      first = ""; // no endpoint yet, and no name of a database
    }
    switch (first) {
      case "_config" -> config.handle(node.config(), rest, request, response);
      case "_stats", "_system", "_versions", "_prometheus", "_smoosh" ->
          statistics.handle(node, rest, request, response);
      case "_restart" -> {
        Methods.require(request, "POST");
        Json.ok(response, 200);
      }
      default ->
          new NodeLocalEndpoint(context, node).handle(ForwardedRequest.at(rest, request), response);
    }
  }

  private Node find(String name) {
    return here.reach(name)
        .orElseThrow(
            () ->
                here.hasHeardOf(name)
                    ? new ApiException(412, "nodedown", name + " is down")
                    : ApiException.notFound("no such node: " + name));
  }
}
