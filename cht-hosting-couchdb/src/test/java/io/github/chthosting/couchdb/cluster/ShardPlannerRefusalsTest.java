package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.PlanRefusedException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Plans about shards that are refused, and findings of the layout. */
class ShardPlannerRefusalsTest extends ShardPlannerCase {
  @Test
  void everyReasonAtOnce() {
    ClusterLayout layout =
        new ClusterLayout(
            List.of(
                up("a@h"),
                new ClusterLayout.Node("b@h", false, false),
                new ClusterLayout.Node("c@h", true, true)),
            List.of(on("medic", 2, 10, List.of("a@h"))));
    assertThatThrownBy(() -> ShardPlanner.of(layout).placeOn(List.of("b@h", "c@h", "d@h")))
        .isInstanceOfSatisfying(
            PlanRefusedException.class,
            refused ->
                assertThat(refused.reasons())
                    .containsExactly(
                        "b@h does not answer: start it first",
                        "c@h is in maintenance mode: end that first",
                        "d@h is not a member of the cluster: add it first"));
  }

  @Test
  void aBrokenMapIsNotMoved() {
    DatabaseLayout whole = on("medic", 4, 10, List.of("a@h"));
    DatabaseLayout holed = whole.with(whole.ranges().subList(1, 4));
    ClusterLayout layout = new ClusterLayout(List.of(up("a@h"), up("b@h")), List.of(holed));
    assertThatThrownBy(() -> ShardPlanner.of(layout).rebalance(Balance.COUNT))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining(
            "ERROR medic: no range has 00000000-3fffffff; plan a repair (cluster.hole)");
  }

  @Test
  void drainingTheOnlyNodeIsRefused() {
    ClusterLayout layout =
        new ClusterLayout(List.of(up("a@h")), List.of(on("medic", 1, 10, List.of("a@h"))));
    assertThatThrownBy(() -> ShardPlanner.of(layout).drain("a@h"))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("add a node, or lower n");
  }

  @Test
  void findingsNameWhatIsWrong() {
    DatabaseLayout medic = on("medic", 2, 10, List.of("a@h"));
    DatabaseLayout.Range first = medic.ranges().get(0);
    ClusterLayout layout =
        new ClusterLayout(
            List.of(up("a@h"), up("b@h")),
            List.of(
                medic.with(List.of(first.on(List.of("a@h", "b@h")), medic.ranges().get(1))),
                on("gone", 1, 10, List.of("x@h"))));
    assertThat(layout.findings())
        .extracting(Finding::toString)
        .containsExactly(
            "ERROR gone: 00000000-ffffffff lies on [x@h], no member; add or rename the node that has it, or plan a repair (cluster.unknown-node)",
            "ERROR gone: 00000000-ffffffff: none of [x@h] answers; start one of them (cluster.unreachable)",
            "WARNING medic: 80000000-ffffffff has 1 of 2 copies; plan replicas(2) (cluster.under-replicated)");
  }

  @Test
  void aLayoutIsATableJsonAndAPicture() {
    assertThat(single().table()).contains("medic").contains("12.0 kB").contains("14 (12.0 kB)");
    assertThat(single().json().at("/databases/users/00000000-7fffffff/nodes/0").asString(""))
        .isEqualTo("a@h");
    assertThat(single().svg()).startsWith("<svg ").contains("<title>80000000-ffffffff a@h 10 B");
  }

  @Test
  void shortDiskIsRefused() {
    assertThatThrownBy(
            () ->
                ShardPlanner.of(single())
                    .freeBytes(Map.of("b@h", 7_000L, "c@h", 1_000_000L))
                    .rebalance(Balance.BYTES))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("b@h has 7.0 kB of disk free and would need 8.0 kB");
  }

  @Test
  void aFileThatNoMapNamesIsNotWrittenInto() {
    DatabaseLayout medic =
        new DatabaseLayout("medic", false, ".17", on("medic", 1, 5, List.of("a@h")).ranges());
    ClusterLayout layout =
        new ClusterLayout(
            List.of(
                up("a@h"), NodePlannerTest.node("b@h", true, "shards/00000000-ffffffff/medic.17")),
            List.of(medic));
    assertThatThrownBy(() -> ShardPlanner.of(layout).drain("a@h"))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("that the map does not name: plan a clean-up");
  }

  @Test
  void nothingIsMovedInAClusterThatIsNotWell() {
    for (LayoutProblem kind : LayoutProblem.values()) {
      Finding finding = kind.finding("users", "so it is", "");
      ClusterLayout layout =
          new ClusterLayout(single().nodes(), single().databases(), false, List.of(finding));
      if (kind.forbidsMoves()) {
        assertThatThrownBy(() -> ShardPlanner.of(layout).rebalance(Balance.COUNT))
            .isInstanceOf(PlanRefusedException.class)
            .hasMessageContaining("users: so it is (" + kind.code() + ")");
      } else {
        assertThat(ShardPlanner.of(layout).rebalance(Balance.COUNT).isEmpty()).isFalse();
      }
    }
  }

  @Test
  void aMemberThatIsDownAndReshardingAreReasons() {
    ClusterLayout layout =
        new ClusterLayout(
            List.of(up("a@h"), up("b@h"), NodePlannerTest.node("c@h", false)),
            single().databases(),
            true,
            List.of());
    assertThatThrownBy(() -> ShardPlanner.of(layout).rebalance(Balance.COUNT))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("resharding is under way")
        .hasMessageContaining(
            "ERROR c@h: does not answer; start it, or replace it (cluster.node-down)");
  }
}
