package io.github.chthosting.testkit.internal.server;

import io.github.chthosting.testkit.internal.cluster.ClusterSetup;
import io.github.chthosting.testkit.internal.cluster.Node;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.Endpoint;
import io.github.chthosting.testkit.internal.http.Json;
import io.github.chthosting.testkit.internal.http.Request;
import io.github.chthosting.testkit.internal.http.Response;
import io.github.chthosting.testkit.internal.store.JsonText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /_cluster_setup}: joins nodes, step by step. */
final class ClusterSetupEndpoint implements Endpoint {
  private final ClusterSetup setup;
  private final RemoteSetup remote;

  ClusterSetupEndpoint(Node node) {
    setup = new ClusterSetup(node);
    remote = new RemoteSetup(node, setup);
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    Methods.require(request, "GET,POST");
    if (request.path().size() > 1) {
      throw ApiException.notFound("missing");
    }
    if (request.method().equals("POST")) {
      Methods.requireJson(request);
      act(body(request));
      Json.ok(response, 201);
    } else {
      String asked = request.query().get("ensure_dbs_exist");
      List<String> databases = databases(asked == null ? null : JsonText.parse(asked));
      Json.send(response, 200, Json.object().put("state", setup.state(databases)));
    }
  }

  private static ObjectNode body(Request request) throws IOException {
    try {
      return Methods.object(request);
    } catch (ApiException e) {
      throw ApiException.badRequest("Missing JSON body'");
    }
  }

  private static List<String> databases(@Nullable JsonNode given) {
    List<String> names = new ArrayList<>();
    if (given == null || !given.isArray()) {
      return ClusterSetup.SYSTEM_DATABASES;
    }
    given.forEach(name -> names.add(name.asString("")));
    return names;
  }

  private void act(ObjectNode body) {
    switch (body.path("action").asString("")) {
      case "enable_cluster" -> {
        if (body.has("remote_node")) {
          remote.enable(body);
        } else {
          setup.enableCluster(body);
        }
      }
      case "enable_single_node" ->
          setup.enableSingleNode(body, databases(body.get("ensure_dbs_exist")));
      case "add_node" -> remote.add(body);
      case "finish_cluster" -> setup.finish(databases(body.get("ensure_dbs_exist")));
      case "remove_node", "receive_cookie" -> {
        // CouchDB accepts the first and does nothing; there are no cookies between these nodes
      }
      default -> throw ApiException.badRequest("Invalid Action'");
    }
  }
}
