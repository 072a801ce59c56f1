package io.github.chthosting.testkit.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.testkit.internal.http.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ShardMapTest {
  private static ShardMap map(String... nodes) {
    List<ShardCopy> copies = new ArrayList<>();
    for (Range range : Range.split(2)) {
      for (String node : nodes) {
        copies.add(new ShardCopy(node, range, ShardCopy.fileName(range, "medic", ".17")));
      }
    }
    return new ShardMap("medic", ".17", copies, Json.object());
  }

  @Test
  void isWrittenAsCouchDbWritesIt() {
    assertThat(map("a").toDocument())
        .hasToString(
            "{\"shard_suffix\":[46,49,55],\"changelog\":[[\"add\",\"00000000-7fffffff\",\"a\"],"
                + "[\"add\",\"80000000-ffffffff\",\"a\"]],\"by_node\":{\"a\":[\"00000000-7fffffff\","
                + "\"80000000-ffffffff\"]},\"by_range\":{\"00000000-7fffffff\":[\"a\"],"
                + "\"80000000-ffffffff\":[\"a\"]},\"props\":{}}");
  }

  @Test
  void isReadAsItWasWritten() {
    ShardMap map = map("a", "b", "c");
    assertThat(ShardMap.of("medic", map.toDocument())).isEqualTo(map);
    assertThat(map.quorum()).isEqualTo(2);
    assertThat(map.copies().get(0).file()).isEqualTo("shards/00000000-7fffffff/medic.17");
    assertThat(map.creationTime()).isEqualTo("17");
  }

  @Test
  void byNodeCountsWhereByRangeSaysSomethingElse() {
    ObjectNode document = map("a", "b").toDocument();
    document.withObject("/by_node").remove("b");
    assertThat(ShardMap.of("medic", document).copies())
        .extracting(ShardCopy::node)
        .containsExactly("a", "a");
  }

  @Test
  void byRangeGivesTheOrder() {
    ObjectNode document = map("a", "b").toDocument();
    document.withObject("/by_range").putArray("00000000-7fffffff").add("b").add("a");
    assertThat(ShardMap.of("medic", document).copies().get(0).node()).isEqualTo("b");
  }

  @Test
  void documentsOfAPartitionAreTogether() {
    ObjectNode properties = Json.object().put("partitioned", true);
    ShardMap map = new ShardMap("medic", ".17", map("a").copies(), properties);
    assertThat(map.hashOf("p:1")).isEqualTo(map.hashOf("p:2")).isEqualTo(Range.hash("p"));
    assertThat(map.hashOf("_design/p:1")).isEqualTo(Range.hash("_design/p:1"));
  }
}
