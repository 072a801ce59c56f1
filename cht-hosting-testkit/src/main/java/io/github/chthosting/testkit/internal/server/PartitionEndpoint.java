package io.github.chthosting.testkit.internal.server;

import io.github.chthosting.testkit.internal.cluster.ClusteredDatabase;
import io.github.chthosting.testkit.internal.cluster.OpenShard;
import io.github.chthosting.testkit.internal.cluster.Range;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.ForwardedRequest;
import io.github.chthosting.testkit.internal.http.Json;
import io.github.chthosting.testkit.internal.http.Query;
import io.github.chthosting.testkit.internal.http.Request;
import io.github.chthosting.testkit.internal.http.Response;
import io.github.chthosting.testkit.internal.store.IdRange;
import io.github.chthosting.testkit.internal.store.StoredDocument;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** {@code _partition/…} of a partitioned database: its information, and its documents. */
final class PartitionEndpoint {
  private static final Set<String> INNER = Set.of("_all_docs", "_find", "_explain", "_design");

  private final NodeContext context;

  PartitionEndpoint(NodeContext context) {
    this.context = context;
  }

  void handle(ClusteredDatabase database, List<String> rest, Request request, Response response)
      throws IOException {
    if (rest.size() < 2) {
      throw ApiException.badRequest("invalid_partition_req");
    }
    String partition = rest.get(1);
    if (!database.map().isPartitioned()) {
      throw ApiException.badRequest("database is not partitioned");
    }
    if (partition.startsWith("_")) {
      throw new ApiException(
          400, "illegal_partition", "Partition must not start with an underscore");
    }
    if (rest.size() == 2) {
      Methods.require(request, "GET");
      Json.send(response, 200, info(database, partition));
    } else {
      List<String> inner = rest.subList(2, rest.size());
      String asked = request.query().get("partition");
      if (asked != null && !asked.equals(partition)) {
        throw ApiException.badRequest("Conflicting value for `partition` in query string");
      }
      if (!INNER.contains(inner.get(0))) {
        throw ApiException.notFound("missing");
      }
      Request below = below(partition, database.name(), inner, request);
      context.documents().handle(database.partition(partition), inner, below, response);
    }
  }

  /** The same request at the path without the partition, which is a parameter then. */
  private static Request below(
      String partition, String database, List<String> inner, Request request) {
    List<Map.Entry<String, String>> parameters = new ArrayList<>(request.query().parameters());
    parameters.add(Map.entry("partition", partition));
    List<String> path = new ArrayList<>(List.of(database));
    path.addAll(inner);
    return new ForwardedRequest(request, path, new Query(parameters), request.user());
  }

  private static ObjectNode info(ClusteredDatabase database, String partition) {
    long count = 0;
    long bytes = 0;
    for (OpenShard shard : database.shards()) {
      if (shard.copy().range().contains(Range.hash(partition))) {
        IdRange range = new IdRange(partition + ":", partition + ";", false, false);
        Iterator<StoredDocument> documents = shard.file().documents(range);
        while (documents.hasNext()) {
          count++;
          bytes += documents.next().winner().body().text().length;
        }
      }
    }
    ObjectNode info = Json.object().put("db_name", database.name());
    info.putObject("sizes").put("active", bytes).put("external", bytes);
    return info.put("partition", partition).put("doc_count", count).put("doc_del_count", 0);
  }
}
