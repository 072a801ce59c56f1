package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.internal.shards.MoveShards;
import io.github.chthosting.couchdb.internal.shards.Placement;
import io.github.chthosting.couchdb.shards.ShardMap;
import io.github.chthosting.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A plan that is cut: how it is made, and what is true when it is done. */
enum KillKind {
  DRAIN(1),
  PLACE(1),
  REBALANCE(1),
  MORE(1),
  FEWER(2),
  SPLIT(2);

  static final int Q = 4;

  /** Copies of each range at the start. */
  final int replicas;

  KillKind(int replicas) {
    this.replicas = replicas;
  }

  Plan plan(CouchDb couch, String database, Random random) {
    ClusterLayout layout = ClusterLayout.of(couch);
    ShardPlanner plans = ShardPlanner.of(layout).only(List.of(database)).deletingFiles();
    List<String> holders = Cluster.of(couch).shards(database).nodes();
    return switch (this) {
      case DRAIN -> plans.drain(holders.get(random.nextInt(holders.size())));
      case PLACE -> plans.placeOn(List.of(KillWorld.NAMES.get(random.nextInt(3))));
      case REBALANCE -> plans.rebalance(Balance.COUNT);
      case MORE -> plans.replicas(2);
      case FEWER -> plans.replicas(1);
      case SPLIT -> ReshardPlanner.of(layout).split(database, 2 * Q);
    };
  }

  /** Requires that the map is as planned. */
  void requireDone(Plan plan, ShardMap before, ShardMap after) {
    if (this == SPLIT) {
      assertThat(after.q()).isEqualTo(2 * Q);
    } else {
      List<String> expected = new ArrayList<>(copies(before));
      MoveShards move = Simulation.move(plan);
      move.add().stream().map(Placement::toString).forEach(expected::add);
      move.remove().stream().map(Placement::toString).forEach(expected::remove);
      assertThat(copies(after)).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private static List<String> copies(ShardMap map) {
    List<String> copies = new ArrayList<>();
    map.shards().forEach(s -> s.nodes().forEach(node -> copies.add(s.range() + "@" + node)));
    return copies;
  }

  /** The node that something leaves, one that something comes to, and one beside them. */
  static List<String> roles(Plan plan, ShardMap map) {
    List<String> roles = new ArrayList<>();
    if (plan.steps().get(0).is(MoveShards.class)) {
      MoveShards move = Simulation.move(plan);
      move.remove().stream().limit(1).map(Placement::node).forEach(roles::add);
      move.add().stream()
          .map(Placement::node)
          .filter(node -> !roles.contains(node))
          .limit(1)
          .forEach(roles::add);
    }
    map.nodes().stream().filter(node -> !roles.contains(node)).forEach(roles::add);
    KillWorld.NAMES.stream().filter(node -> !roles.contains(node)).forEach(roles::add);
    return roles;
  }
}
