package io.github.chthosting.testkit.internal.server;

import io.github.chthosting.testkit.internal.cluster.Node;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.Endpoint;
import io.github.chthosting.testkit.internal.http.Json;
import io.github.chthosting.testkit.internal.http.Request;
import io.github.chthosting.testkit.internal.http.Response;
import java.io.IOException;
import tools.jackson.databind.node.ObjectNode;

/** {@code /_membership}: whom the node is connected to, and who belongs to the cluster. */
final class MembershipEndpoint implements Endpoint {
  private final Node node;

  MembershipEndpoint(Node node) {
    this.node = node;
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    if (request.path().size() > 1) {
      throw ApiException.notFound("missing");
    }
    Methods.require(request, "GET");
    ObjectNode membership = Json.object();
    node.connected().forEach(membership.putArray("all_nodes")::add);
    node.members().forEach(membership.putArray("cluster_nodes")::add);
    Json.send(response, 200, membership);
  }
}
