package io.github.chthosting.testkit.internal.server;

import io.github.chthosting.testkit.internal.cluster.ClusteredDatabase;
import io.github.chthosting.testkit.internal.cluster.Node;
import io.github.chthosting.testkit.internal.cluster.Range;
import io.github.chthosting.testkit.internal.cluster.ShardCopy;
import io.github.chthosting.testkit.internal.cluster.ShardMap;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.Json;
import io.github.chthosting.testkit.internal.http.Request;
import io.github.chthosting.testkit.internal.http.Response;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** {@code _shards} and {@code _sync_shards} of a database, by this node's map. */
final class ShardsEndpoint {
  private final Node node;

  ShardsEndpoint(Node node) {
    this.node = node;
  }

  void show(ClusteredDatabase database, List<String> rest, Request request, Response response)
      throws IOException {
    if (rest.size() > 2) {
      throw ApiException.notFound("missing");
    }
    Methods.require(request, "GET");
    if (rest.size() == 2) {
      database.checkId(rest.get(1));
    }
    ShardMap map = database.map();
    Json.send(response, 200, rest.size() == 1 ? all(map) : of(map, rest.get(1)));
  }

  private static ObjectNode all(ShardMap map) {
    ObjectNode answer = Json.object();
    ObjectNode shards = answer.putObject("shards");
    for (Range range : map.ranges()) {
      var nodes = shards.putArray(range.toString());
      map.copiesOf(range).forEach(copy -> nodes.add(copy.node()));
    }
    return answer;
  }

  private static ObjectNode of(ShardMap map, String document) {
    List<ShardCopy> copies = map.copiesOf(document);
    ObjectNode answer = Json.object();
    if (!copies.isEmpty()) {
      answer.put("range", copies.get(0).range().toString());
      var nodes = answer.putArray("nodes");
      copies.forEach(copy -> nodes.add(copy.node()));
    }
    return answer;
  }

  void synchronize(ClusteredDatabase database, Request request, Response response)
      throws IOException {
    Methods.require(request, "POST");
    node.synchronize(database.name());
    Json.ok(response, 202);
  }
}
