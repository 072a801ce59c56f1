package io.github.chthosting.testkit.contract.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.testkit.contract.Scene;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import tools.jackson.databind.JsonNode;

/** The shards of the case's database, as the cluster tells them. */
record Shards(JsonNode document) {
  static Shards of(Scene s) {
    return new Shards(s.get("/_node/_local/_dbs/{db}").status(200).json());
  }

  /** The ranges, in order. */
  List<String> ranges() {
    List<String> ranges = new ArrayList<>();
    document.path("by_range").propertyNames().forEach(ranges::add);
    return ranges.stream().sorted().toList();
  }

  /** The nodes that hold a range. */
  List<String> nodes(String range) {
    List<String> nodes = new ArrayList<>();
    document.path("by_range").path(range).forEach(node -> nodes.add(node.asString("")));
    return nodes;
  }

  /** The dot and the seconds that end each shard's name. */
  String suffix() {
    StringBuilder suffix = new StringBuilder();
    document.path("shard_suffix").forEach(code -> suffix.append((char) code.asInt(0)));
    return suffix.toString();
  }

  /** The shard's name, as a path has it. */
  String escaped(String range) {
    return "shards%2F" + range + "%2F" + document.path("_id").asString("") + suffix();
  }

  /** The node-local path of a copy of a shard. */
  String path(String node, String range) {
    return "/_node/" + node + "/" + escaped(range);
  }

  /** The node-local path of the first copy of a shard. */
  String path(String range) {
    return path(nodes(range).get(0), range);
  }

  /** The range into which the hash of an id falls. */
  String rangeOf(String id) {
    CRC32 crc = new CRC32();
    crc.update(id.getBytes(StandardCharsets.UTF_8));
    return ranges().stream()
        .filter(range -> contains(range, crc.getValue()))
        .findFirst()
        .orElseThrow();
  }

  private static boolean contains(String range, long hash) {
    String[] bounds = range.split("-", -1);
    return Long.parseLong(bounds[0], 16) <= hash && hash <= Long.parseLong(bounds[1], 16);
  }

  /** The name that a node gives itself. */
  static String name(Scene node) {
    String name = node.get("/_node/_local").status(200).json().path("name").asString("");
    assertThat(name).contains("@");
    return name;
  }
}
