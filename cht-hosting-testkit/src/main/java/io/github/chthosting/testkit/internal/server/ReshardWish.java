package io.github.chthosting.testkit.internal.server;

import io.github.chthosting.testkit.internal.cluster.Cluster;
import io.github.chthosting.testkit.internal.cluster.Node;
import io.github.chthosting.testkit.internal.cluster.Range;
import io.github.chthosting.testkit.internal.cluster.ShardCopy;
import io.github.chthosting.testkit.internal.http.ApiException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The shards that a request to split means. */
record ReshardWish(Node coordinator, ObjectNode body) {

  /** The copies; none if nothing fits. */
  List<ShardCopy> copies() {
    String node = node();
    String shard = shard();
    String database = database();
    Range range = range();
    if (!body.path("type").asString("").equals("split")) {
      throw ApiException.badRequest("`job type must be `split`");
    }
    if (database == null && shard == null) {
      throw ApiException.badRequest("Must specify at least `db` or `shard`");
    }
    if (database != null && shard != null) {
      throw ApiException.badRequest("`db` and `shard` are mutually exclusive");
    }
    String name = database == null ? Cluster.databaseOf(String.valueOf(shard)) : database;
    return coordinator.map(name).copies().stream()
        .filter(copy -> node == null || copy.node().equals(node))
        .filter(copy -> shard == null || copy.file().equals(shard))
        .filter(copy -> range == null || copy.range().equals(range))
        .toList();
  }

  private @Nullable String text(String field, String problem) {
    JsonNode value = body.path(field);
    if (value.isMissingNode()) {
      return null;
    }
    if (!value.isString()) {
      throw ApiException.badRequest(problem);
    }
    return value.stringValue();
  }

  private @Nullable String node() {
    String node = text("node", "Invalid `node`");
    if (node != null && coordinator.reach(node).isEmpty()) {
      throw ApiException.badRequest(
          coordinator.hasHeardOf(node)
              ? "Not connected to `node`"
              : "`node` is not a valid node name");
    }
    return node;
  }

  private @Nullable String shard() {
    String shard = text("shard", "Invalid `shard`");
    if (shard != null && !shard.matches("shards/.{8}-.{8}/.+")) {
      throw ApiException.badRequest("`shard` is invalid");
    }
    return shard;
  }

  private @Nullable String database() {
    String database = text("db", "Invalid `db`");
    if (database != null && coordinator.findMap(database).isEmpty()) {
      throw ApiException.badRequest("Invalid `db`");
    }
    return database;
  }

  private @Nullable Range range() {
    String range = text("range", "Invalid `range`");
    try {
      return range == null ? null : Range.parse(range);
    } catch (IllegalArgumentException e) {
      throw ApiException.badRequest("Invalid `range`");
    }
  }
}
