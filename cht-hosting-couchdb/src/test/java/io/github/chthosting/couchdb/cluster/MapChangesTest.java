package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.plan.PlanRefusedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Plans about ranges and maps, carried out on an embedded cluster. */
class MapChangesTest extends EmbeddedClusterCase {
  MapChangesTest(@TempDir Path folder) {
    super(folder);
  }

  @Test
  void moreRangesAndFewer() {
    fill("medic", 2, 2);
    apply(couch, ReshardPlanner.of(whole(couch)).split("medic", 8));
    assertThat(Cluster.of(couch).shards("medic").q()).isEqualTo(8);
    assertThat(documents(couch, "medic")).isEqualTo(200);
    apply(couch, ReshardPlanner.of(whole(couch)).rebuild("medic", "medic-q1", 1));
    apply(couch, ReshardPlanner.of(whole(couch)).swap("medic", "medic-q1"));
    assertThat(Cluster.of(couch).shards("medic").q()).isEqualTo(1);
    assertThat(documents(couch, "medic")).isEqualTo(200);
    assertThat(documents(couch, "medic-q1")).isEqualTo(200);
  }

  @Test
  void aCopyThatDiffersIsNotSwapped() {
    fill("medic", 2, 1);
    apply(couch, ReshardPlanner.of(whole(couch)).rebuild("medic", "copy", 1));
    couch.database("copy").put("only-here", Map.of());
    assertThatThrownBy(() -> apply(couch, ReshardPlanner.of(whole(couch)).swap("medic", "copy")))
        .hasMessageContaining("Nothing was removed");
    assertThat(documents(couch, "medic")).isEqualTo(200);
  }

  private void editMap(String name, UnaryOperator<ObjectNode> edit) {
    ObjectNode map = (ObjectNode) couch.at(0).node().localDatabase("_dbs", name);
    couch.at(0).request("PUT", "_node", "_local", "_dbs", name).body(edit.apply(map)).json();
    settle();
  }

  private static ObjectNode without(ObjectNode map, String range) {
    ((ObjectNode) map.get("by_range")).remove(range);
    for (JsonNode ranges : map.get("by_node")) {
      ArrayNode array = (ArrayNode) ranges;
      for (int i = array.size() - 1; i >= 0; i--) {
        if (array.get(i).asString("").equals(range)) {
          array.remove(i);
        }
      }
    }
    return map;
  }

  private Set<String> kinds() {
    Set<String> kinds = new TreeSet<>();
    ClusterLayout.measured(couch).findings().forEach(finding -> kinds.add(finding.code()));
    return kinds;
  }

  @Test
  void aHoleIsMendedFromTheFileThatIsLeft() {
    fill("medic", 2, 1);
    editMap("medic", map -> without(map, "80000000-ffffffff"));
    assertThat(kinds()).containsExactly(LayoutProblem.HOLE.code());
    apply(couch, NodePlanner.of(ClusterLayout.of(couch)).repair());
    assertThat(documents(couch, "medic")).isEqualTo(200);
    whole(couch);
  }

  @Test
  void aMapThatContradictsItselfIsMended() {
    fill("medic", 2, 1);
    editMap(
        "medic",
        map -> {
          map.withObject("/by_node").putArray("x@h").add("80000000-ffffffff");
          return map;
        });
    assertThat(kinds()).containsExactly(LayoutProblem.MAP_CONTRADICTS.code());
    apply(couch, NodePlanner.of(ClusterLayout.of(couch)).repair());
    whole(couch);
  }

  @Test
  void aWrongSuffixIsNamedAndNotMoved() {
    fill("medic", 2, 1);
    editMap(
        "medic",
        map -> {
          ArrayNode suffix = map.putArray("shard_suffix");
          ".1111111111".chars().forEach(suffix::add);
          return map;
        });
    // CouchDB creates empty files under the new suffix, and answers from them.
    assertThat(kinds()).containsExactly(LayoutProblem.OTHER_SUFFIX.code());
    assertThatThrownBy(
            () -> ShardPlanner.of(ClusterLayout.of(couch)).only(List.of("medic")).replicas(2))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("(cluster.other-suffix)");
  }
}
