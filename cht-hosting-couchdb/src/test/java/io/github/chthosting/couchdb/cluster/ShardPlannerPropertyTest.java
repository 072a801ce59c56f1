package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.plan.Plan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever the cluster: what a plan makes of it is a whole map. */
class ShardPlannerPropertyTest {

  @Provide
  Arbitrary<ClusterLayout> clusters() {
    return Arbitraries.longs()
        .flatMap(
            seed ->
                Arbitraries.integers()
                    .between(1, 9)
                    .flatMap(
                        nodes ->
                            Arbitraries.integers()
                                .between(0, 30)
                                .map(dbs -> random(new Random(seed), nodes, dbs))));
  }

  static ClusterLayout random(Random random, int nodeCount, int databaseCount) {
    List<ClusterLayout.Node> nodes = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < nodeCount; i++) {
      names.add("n%02d@h".formatted(i));
      nodes.add(new ClusterLayout.Node(names.get(i), true, false));
    }
    List<DatabaseLayout> databases = new ArrayList<>();
    for (int i = 0; i < databaseCount; i++) {
      int n = 1 + random.nextInt(Math.min(3, nodeCount));
      int q = 1 + random.nextInt(12);
      long size = (long) Math.exp(random.nextDouble() * 20);
      databases.add(scattered("db%05d".formatted(i), q, n, size, names, random));
    }
    return new ClusterLayout(nodes, databases);
  }

  private static DatabaseLayout scattered(
      String name, int q, int n, long bytes, List<String> nodes, Random random) {
    DatabaseLayout database = ShardPlannerTest.on(name, q, bytes, nodes.subList(0, n));
    List<DatabaseLayout.Range> ranges = new ArrayList<>();
    for (DatabaseLayout.Range range : database.ranges()) {
      // Half of the nodes hold most of it, as after nodes were added.
      List<String> some = new ArrayList<>(nodes.subList(0, Math.max(n, nodes.size() / 2 + 1)));
      Collections.shuffle(some, random);
      ranges.add(range.on(some.subList(0, n)));
    }
    return database.with(ranges);
  }

  private static ClusterLayout valid(ClusterLayout before, Plan plan) {
    ClusterLayout after = Simulation.apply(before, plan);
    assertThat(after.findings()).isEmpty();
    return after;
  }

  private static void sameReplicas(ClusterLayout before, ClusterLayout after) {
    for (DatabaseLayout database : before.databases()) {
      assertThat(after.database(database.name()).map(DatabaseLayout::replicas))
          .contains(database.replicas());
    }
  }

  @Property(tries = 300)
  void rebalanceByCountIsWholeAndEven(@ForAll("clusters") ClusterLayout layout) {
    ClusterLayout after = valid(layout, ShardPlanner.of(layout).rebalance(Balance.COUNT));
    sameReplicas(layout, after);
    assertThat(spread(after)).isLessThanOrEqualTo(Math.max(1, spread(layout)));
  }

  private static long spread(ClusterLayout layout) {
    List<Long> copies =
        layout.shares().values().stream().map(ClusterLayout.Share::copies).sorted().toList();
    return copies.get(copies.size() - 1) - copies.get(0);
  }

  @Property(tries = 300)
  void rebalanceByBytesIsWholeAndNeverWorse(@ForAll("clusters") ClusterLayout layout) {
    ClusterLayout after = valid(layout, ShardPlanner.of(layout).rebalance(Balance.BYTES));
    sameReplicas(layout, after);
    assertThat(fullest(after)).isLessThanOrEqualTo(fullest(layout));
  }

  private static long fullest(ClusterLayout layout) {
    return layout.shares().values().stream().mapToLong(ClusterLayout.Share::bytes).max().orElse(0);
  }

  @Property(tries = 200)
  void whateverNIsAskedForItHasIt(@ForAll("clusters") ClusterLayout layout) {
    int n = Math.min(2, layout.nodes().size());
    ClusterLayout after = valid(layout, ShardPlanner.of(layout).replicas(n));
    assertThat(after.databases()).allMatch(database -> database.replicas() == n);
  }

  @Property(tries = 200)
  void aDrainedNodeHoldsNothingAndNothingIsLost(@ForAll("clusters") ClusterLayout layout) {
    int copies = layout.databases().stream().mapToInt(DatabaseLayout::replicas).max().orElse(0);
    if (layout.nodes().size() > copies) {
      ClusterLayout after = valid(layout, ShardPlanner.of(layout).drain("n00@h"));
      assertThat(after.shares().get("n00@h").copies()).isZero();
      sameReplicas(layout, after);
    }
  }

  @Property(tries = 100)
  void aPlanIsAFunctionOfItsLayout(@ForAll("clusters") ClusterLayout layout) {
    assertThat(ShardPlanner.of(layout).rebalance(Balance.BYTES))
        .isEqualTo(ShardPlanner.of(layout).rebalance(Balance.BYTES));
    assertThat(new TreeSet<>(layout.shares().keySet())).hasSize(layout.nodes().size());
  }

  private static ClusterLayout zoned(ClusterLayout layout) {
    List<ClusterLayout.Node> nodes = new ArrayList<>();
    for (ClusterLayout.Node node : layout.nodes()) {
      String zone = "z" + nodes.size() % 3;
      nodes.add(
          new ClusterLayout.Node(
              node.name(), true, false, zone, "", new TreeSet<>(), new TreeSet<>()));
    }
    return new ClusterLayout(nodes, layout.databases());
  }

  private static int zones(ClusterLayout layout, DatabaseLayout.Range range) {
    TreeSet<String> zones = new TreeSet<>();
    range.nodes().forEach(node -> zones.add(layout.node(node).orElseThrow().zone()));
    return zones.size();
  }

  @Property(tries = 200)
  void noRangeComesToLieInFewerZones(@ForAll("clusters") ClusterLayout plain) {
    ClusterLayout layout = zoned(plain);
    for (Balance balance : Balance.values()) {
      ClusterLayout after = Simulation.apply(layout, ShardPlanner.of(layout).rebalance(balance));
      for (int db = 0; db < layout.databases().size(); db++) {
        List<DatabaseLayout.Range> then = layout.databases().get(db).ranges();
        List<DatabaseLayout.Range> now = after.databases().get(db).ranges();
        for (int i = 0; i < then.size(); i++) {
          assertThat(zones(layout, now.get(i))).isGreaterThanOrEqualTo(zones(layout, then.get(i)));
        }
      }
    }
  }

  @Property(tries = 200)
  void aReplacedNodeIsNowhereAndAllElseIsWhole(@ForAll("clusters") ClusterLayout whole) {
    List<ClusterLayout.Node> nodes = new ArrayList<>(whole.nodes());
    ClusterLayout.Node lost = nodes.set(0, new ClusterLayout.Node("n00@h", false, false));
    nodes.add(new ClusterLayout.Node("new@h", true, false));
    ClusterLayout layout = new ClusterLayout(nodes, whole.databases());
    if (whole.shares().get(lost.name()).copies() > 0) {
      Plan plan = NodePlanner.of(layout).acceptingLoss().replace("n00@h", "new@h");
      ClusterLayout after = Simulation.replaced(layout, plan, "n00@h", "new@h");
      assertThat(after.findings()).isEmpty();
      assertThat(after.shares()).doesNotContainKey("n00@h");
      sameReplicas(whole, after);
    }
  }
}
