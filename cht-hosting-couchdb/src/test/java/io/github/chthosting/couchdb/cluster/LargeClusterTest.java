package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.ByteSize;
import io.github.chthosting.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Simulations of whole clusters, with the bytes moved beside the least that could do. */
class LargeClusterTest {
  @ParameterizedTest
  @CsvSource({"2, 50", "3, 100", "5, 1000", "12, 1000", "25, 3000", "50, 10000"})
  void movesLittleMoreThanItMust(int nodes, int databases) {
    ClusterLayout before = ShardPlannerPropertyTest.random(new Random(nodes), nodes, databases);
    Plan plan = ShardPlanner.of(before).rebalance(Balance.BYTES);
    ClusterLayout after = Simulation.apply(before, plan);
    assertThat(after.findings()).isEmpty();
    assertThat(after.shares()).hasSize(nodes);
    long average = bytes(before) / nodes;
    long moved = moved(before, after);
    long least = least(before, average);
    long fullest =
        after.shares().values().stream().mapToLong(ClusterLayout.Share::bytes).max().orElse(0);
    System.out.printf(
        "%d nodes, %d databases: %s moved, %s is the least; fullest %.1f %% above average%n",
        nodes,
        databases,
        ByteSize.format(moved),
        ByteSize.format(least),
        100.0 * fullest / Math.max(1, average) - 100);
    assertThat(plan.notes().get(0)).contains(ByteSize.format(moved) + " are moved");
    assertThat(moved).isLessThanOrEqualTo(least + least / 10);
  }

  @ParameterizedTest
  @CsvSource({"5, 100", "50, 3000"})
  void aDrainMovesWhatTheNodeHasAndNoMore(int nodes, int databases) {
    ClusterLayout before = ShardPlannerPropertyTest.random(new Random(nodes), nodes, databases);
    ClusterLayout after = Simulation.apply(before, ShardPlanner.of(before).drain("n00@h"));
    assertThat(after.findings()).isEmpty();
    assertThat(moved(before, after)).isEqualTo(before.shares().get("n00@h").bytes());
  }

  private static long bytes(ClusterLayout layout) {
    return layout.shares().values().stream().mapToLong(ClusterLayout.Share::bytes).sum();
  }

  /** All nodes even, and not a byte more. */
  private static long least(ClusterLayout layout, long average) {
    return layout.shares().values().stream()
        .mapToLong(share -> Math.max(0, share.bytes() - average))
        .sum();
  }

  private static long moved(ClusterLayout before, ClusterLayout after) {
    Map<String, List<DatabaseLayout.Range>> then = new TreeMap<>();
    after.databases().forEach(database -> then.put(database.name(), database.ranges()));
    long moved = 0;
    for (DatabaseLayout database : before.databases()) {
      List<DatabaseLayout.Range> ranges = then.getOrDefault(database.name(), List.of());
      for (int i = 0; i < ranges.size(); i++) {
        List<String> added = new ArrayList<>(ranges.get(i).nodes());
        added.removeAll(database.ranges().get(i).nodes());
        moved += added.size() * ranges.get(i).bytes();
      }
    }
    return moved;
  }
}
