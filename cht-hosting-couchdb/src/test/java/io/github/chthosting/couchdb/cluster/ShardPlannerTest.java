package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.couchdb.internal.shards.MoveShards;
import io.github.chthosting.couchdb.internal.shards.Placement;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.Risk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Plans that move, add and remove copies of ranges. */
class ShardPlannerTest extends ShardPlannerCase {
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
}
