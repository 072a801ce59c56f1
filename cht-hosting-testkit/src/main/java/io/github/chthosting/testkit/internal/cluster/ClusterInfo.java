package io.github.chthosting.testkit.internal.cluster;

import io.github.chthosting.testkit.internal.http.Json;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The information of a clustered database: the sum of its shards'. */
final class ClusterInfo {
  private final ShardSelection selection;

  ClusterInfo(ShardSelection selection) {
    this.selection = selection;
  }

  static PackedSequence sequence(List<OpenShard> shards) {
    return new PackedSequence(
        shards.stream().map(shard -> shard.part(shard.file().sequence())).toList());
  }

  ObjectNode toJson() {
    List<OpenShard> shards = selection.ring();
    List<ObjectNode> infos = shards.stream().map(shard -> shard.file().info()).toList();
    ObjectNode info = Json.object();
    info.put("instance_start_time", selection.map().creationTime());
    info.put("db_name", selection.map().database());
    info.put("purge_seq", purges(shards, infos).toString());
    info.put("update_seq", sequence(shards).toString());
    ObjectNode sizes = info.putObject("sizes");
    for (String size : List.of("file", "external", "active")) {
      sizes.put(
          size, infos.stream().mapToLong(one -> one.path("sizes").path(size).asLong(0)).sum());
    }
    info.set("props", selection.properties());
    info.put("doc_del_count", sum(infos, "doc_del_count"));
    info.put("doc_count", sum(infos, "doc_count"));
    info.put("disk_format_version", 8);
    info.put(
        "compact_running",
        infos.stream().anyMatch(one -> one.path("compact_running").asBoolean(false)));
    ShardMap map = selection.map();
    int n = map.mostCopies();
    int majority = n / 2 + 1;
    info.putObject("cluster")
        .put("q", map.ranges().size())
        .put("n", n)
        .put("w", majority)
        .put("r", majority);
    return info;
  }

  private static long sum(List<ObjectNode> infos, String field) {
    return infos.stream().mapToLong(info -> info.path(field).asLong(0)).sum();
  }

  private static PackedSequence purges(List<OpenShard> shards, List<ObjectNode> infos) {
    List<PackedSequence.Part> parts = new java.util.ArrayList<>();
    for (int i = 0; i < shards.size(); i++) {
      ShardCopy copy = shards.get(i).copy();
      long purges = infos.get(i).path("purge_seq").asLong(0);
      parts.add(new PackedSequence.Part(copy.node(), copy.range(), purges, null, false, null));
    }
    return new PackedSequence(parts);
  }
}
