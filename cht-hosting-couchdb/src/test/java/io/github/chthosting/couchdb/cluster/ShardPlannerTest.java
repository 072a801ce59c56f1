package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.couchdb.internal.shards.MoveShards;
import io.github.chthosting.couchdb.internal.shards.Placement;
import io.github.chthosting.couchdb.shards.ShardRange;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.Risk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ShardPlannerTest {
  private static ClusterLayout.Node up(String name) {
    return new ClusterLayout.Node(name, true, false);
  }

  /** All of a database on the first nodes, n copies of each range. */
  static DatabaseLayout on(String name, int q, long bytes, List<String> nodes) {
    List<DatabaseLayout.Range> ranges = new ArrayList<>();
    long width = (ShardRange.HIGHEST + 1) / q;
    for (int i = 0; i < q; i++) {
      long last = i == q - 1 ? ShardRange.HIGHEST : (i + 1) * width - 1;
      ShardRange range = new ShardRange(i * width, last);
      ranges.add(new DatabaseLayout.Range(range, new TreeSet<>(nodes), bytes));
    }
    return new DatabaseLayout(name, false, ranges);
  }

  private static ClusterLayout single() {
    return new ClusterLayout(
        List.of(up("a@h"), up("b@h"), up("c@h")),
        List.of(on("medic", 12, 1000, List.of("a@h")), on("users", 2, 10, List.of("a@h"))));
  }

  private static long copies(ClusterLayout layout, String node) {
    return layout.shares().get(node).copies();
  }

  @Test
  void fromOneNodeToThree() {
    Plan plan = ShardPlanner.of(single()).rebalance(Balance.COUNT);
    ClusterLayout after = Simulation.apply(single(), plan);
    assertThat(copies(after, "a@h")).isEqualTo(5);
    assertThat(copies(after, "b@h")).isEqualTo(5);
    assertThat(copies(after, "c@h")).isEqualTo(4);
    assertThat(after.findings()).isEmpty();
    assertThat(plan.cost().risk()).isEqualTo(Risk.REDUNDANT);
  }

  /**
   * Databases are not spread by count alone: the smallest ranges would go, and the large database
   * would stay whole.
   */
  @Test
  void eachDatabaseIsSpreadByItself() {
    List<DatabaseLayout> databases = new ArrayList<>();
    databases.add(on("medic", 12, 1000, List.of("a@h")));
    databases.add(on("users", 8, 10, List.of("a@h")));
    for (int i = 0; i < 7; i++) {
      databases.add(on("small-" + i, 1, 10, List.of("a@h")));
    }
    ClusterLayout layout = new ClusterLayout(List.of(up("a@h"), up("b@h"), up("c@h")), databases);
    Plan plan = ShardPlanner.of(layout).spread("a@h", List.of("b@h", "c@h"));
    ClusterLayout after = Simulation.apply(layout, plan);
    assertThat(copiesOf(after, "medic")).containsExactly(4L, 4L, 4L);
    assertThat(copiesOf(after, "users")).containsExactlyInAnyOrder(3L, 3L, 2L);
    assertThat(after.shares().values())
        .allMatch(share -> share.copies() == 9 && share.bytes() > 4000);
    assertThat(after.findings()).isEmpty();
    assertThat(ShardPlanner.of(after).spread("a@h", List.of("b@h", "c@h")).isEmpty()).isTrue();
  }

  private static List<Long> copiesOf(ClusterLayout layout, String database) {
    List<DatabaseLayout.Range> ranges = layout.database(database).orElseThrow().ranges();
    return List.of("a@h", "b@h", "c@h").stream()
        .map(node -> ranges.stream().filter(range -> range.nodes().contains(node)).count())
        .toList();
  }

  @Test
  void byBytesMovesNoMoreThanTheExcess() {
    Plan plan = ShardPlanner.of(single()).rebalance(Balance.BYTES);
    ClusterLayout after = Simulation.apply(single(), plan);
    assertThat(after.shares().get("b@h").bytes()).isBetween(3600L, 4200L);
    assertThat(plan.notes().get(0)).startsWith("8.0 kB are moved; 8.0 kB is the least");
  }

  @Test
  void whatIsEvenStaysAsItIs() {
    ClusterLayout even =
        Simulation.apply(single(), ShardPlanner.of(single()).rebalance(Balance.COUNT));
    assertThat(ShardPlanner.of(even).rebalance(Balance.COUNT).isEmpty()).isTrue();
  }

  @Test
  void aDrainedNodeHoldsNothing() {
    ClusterLayout after = Simulation.apply(single(), ShardPlanner.of(single()).drain("a@h"));
    assertThat(copies(after, "a@h")).isZero();
    assertThat(after.findings()).isEmpty();
  }

  @Test
  void moreCopiesAndFewer() {
    Plan plan = ShardPlanner.of(single()).replicas(3);
    // Two new copies could agree on what neither has got yet.
    assertThat(plan.steps()).hasSize(2 * single().databases().size());
    ClusterLayout three = Simulation.apply(single(), plan);
    assertThat(three.databases().get(0).replicas()).isEqualTo(3);
    ClusterLayout one = Simulation.apply(three, ShardPlanner.of(three).replicas(1));
    assertThat(one.databases().get(0).replicas()).isEqualTo(1);
    assertThat(one.findings()).isEmpty();
  }

  @Test
  void aMoveThatLeavesTheDecidingRangeAloneIsGuarded() {
    ShardPlanner plans = ShardPlanner.of(single()).only(List.of("users"));
    Plan plan = plans.rebalance(Balance.COUNT);
    assertThat(plan.steps()).hasSize(1);
    MoveShards move = Simulation.move(plan);
    assertThat(move.add()).containsExactly(new Placement("00000000-7fffffff", "b@h"));
    assertThat(move.guard()).containsExactly(new Placement("80000000-ffffffff", "b@h"));
  }

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

  private static ClusterLayout.Node in(String name, String zone) {
    return new ClusterLayout.Node(
        name, true, false, zone, "3.5.0", new TreeSet<>(), new TreeSet<>());
  }

  private static ClusterLayout zoned() {
    return new ClusterLayout(
        List.of(in("a@h", "z1"), in("b@h", "z1"), in("c@h", "z2"), in("d@h", "z2")),
        List.of(on("medic", 4, 100, List.of("a@h", "c@h"))));
  }

  @Test
  void noMoveMakesARangeLieInFewerZones() {
    ClusterLayout after =
        Simulation.apply(zoned(), ShardPlanner.of(zoned()).rebalance(Balance.COUNT));
    assertThat(after.shares().values()).allMatch(share -> share.copies() == 2);
    assertThat(after.findings()).isEmpty();
    ClusterLayout drained = Simulation.apply(zoned(), ShardPlanner.of(zoned()).drain("c@h"));
    assertThat(copies(drained, "d@h")).isEqualTo(4);
    assertThatThrownBy(() -> ShardPlanner.of(zoned()).drain("c@h", "d@h"))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("in zone z2");
    assertThat(ShardPlanner.of(zoned()).ignoringZones().drain("c@h", "d@h").steps()).hasSize(1);
  }

  @Test
  void placementByZone() {
    Plan plan = ShardPlanner.of(zoned()).placement(Map.of("z1", 2, "z2", 1));
    ClusterLayout after = Simulation.apply(zoned(), plan);
    assertThat(copies(after, "a@h") + copies(after, "b@h")).isEqualTo(8);
    assertThat(copies(after, "c@h") + copies(after, "d@h")).isEqualTo(4);
    ClusterLayout single =
        Simulation.apply(zoned(), ShardPlanner.of(zoned()).placement(Map.of("z1", 2)));
    assertThat(single.findings())
        .hasSize(4)
        .allMatch(finding -> finding.is(LayoutProblem.ONE_ZONE));
    assertThatThrownBy(() -> ShardPlanner.of(zoned()).placement(Map.of("z1", 3, "z9", 1)))
        .isInstanceOfSatisfying(
            PlanRefusedException.class,
            refused ->
                assertThat(refused.reasons())
                    .containsExactly(
                        "3 copies in zone z1, which has 2 nodes that can take them",
                        "1 copies in zone z9, which has 0 nodes that can take them"));
  }

  @Test
  void newCopiesGoToZonesThatHaveNone() {
    ClusterLayout one =
        Simulation.apply(zoned(), ShardPlanner.of(zoned()).placement(Map.of("z1", 1)));
    ClusterLayout two = Simulation.apply(one, ShardPlanner.of(one).replicas(2));
    assertThat(two.findings()).isEmpty();
    assertThat(copies(two, "c@h") + copies(two, "d@h")).isEqualTo(4);
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
