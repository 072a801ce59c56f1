package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.chthosting.platform.PlanRefusedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans about ranges and maps, carried out on an embedded cluster. */
class MapChangesTest extends EmbeddedClusterCase {
  MapChangesTest(@TempDir Path folder) {
    super(folder);
  }

  @Test
  void moreRangesAndFewer() {
    fill("medic", 2, 2);
    apply(couch, ReshardPlans.of(whole(couch)).split("medic", 8));
    assertThat(couch.cluster().shards("medic").q()).isEqualTo(8);
    assertThat(documents(couch, "medic")).isEqualTo(200);
    apply(couch, ReshardPlans.of(whole(couch)).rebuild("medic", "medic-q1", 1));
    apply(couch, ReshardPlans.of(whole(couch)).swap("medic", "medic-q1"));
    assertThat(couch.cluster().shards("medic").q()).isEqualTo(1);
    assertThat(documents(couch, "medic")).isEqualTo(200);
    assertThat(documents(couch, "medic-q1")).isEqualTo(200);
  }

  @Test
  void aCopyThatDiffersIsNotSwapped() {
    fill("medic", 2, 1);
    apply(couch, ReshardPlans.of(whole(couch)).rebuild("medic", "copy", 1));
    couch.database("copy").put("only-here", Map.of());
    assertThatThrownBy(() -> apply(couch, ReshardPlans.of(whole(couch)).swap("medic", "copy")))
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
        if (array.get(i).asText().equals(range)) {
          array.remove(i);
        }
      }
    }
    return map;
  }

  private Set<LayoutFinding.Kind> kinds() {
    Set<LayoutFinding.Kind> kinds = new TreeSet<>();
    ClusterLayout.measured(couch).findings().forEach(finding -> kinds.add(finding.kind()));
    return kinds;
  }

  @Test
  void aHoleIsMendedFromTheFileThatIsLeft() {
    fill("medic", 2, 1);
    editMap("medic", map -> without(map, "80000000-ffffffff"));
    assertThat(kinds()).containsExactly(LayoutFinding.Kind.HOLE);
    apply(couch, NodePlans.of(ClusterLayout.of(couch)).repair());
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
    assertThat(kinds()).containsExactly(LayoutFinding.Kind.MAP_CONTRADICTS);
    apply(couch, NodePlans.of(ClusterLayout.of(couch)).repair());
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
    assertThat(kinds()).containsExactly(LayoutFinding.Kind.OTHER_SUFFIX);
    assertThatThrownBy(
            () -> ShardPlans.of(ClusterLayout.of(couch)).only(List.of("medic")).replicas(2))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("OTHER_SUFFIX");
  }
}
