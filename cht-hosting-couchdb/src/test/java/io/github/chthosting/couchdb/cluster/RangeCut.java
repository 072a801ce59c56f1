package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.internal.shards.MoveShards;
import io.github.chthosting.couchdb.internal.shards.Placement;
import io.github.chthosting.couchdb.internal.shards.Quorum;
import io.github.chthosting.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Plans about the ranges and the map of one database. */
enum RangeCut {
  MOVE(2, 1),
  MOVE_WITH_A_GUARD(2, 1),
  DRAIN(2, 2),
  MORE(2, 1),
  FEWER(2, 2),
  CLEAN_UP(2, 1),
  HAND(2, 2),
  MEND(2, 2),
  ENTER(2, 1),
  FORGET(2, 1),
  OVERLAP(1, 1),
  SPLIT(1, 2),
  REBUILD(2, 1),
  SWAP(2, 1);

  final int q;
  final int n;

  RangeCut(int q, int n) {
    this.q = q;
    this.n = n;
  }

  /** Brings the database into the state from which the plan is made. */
  void prepare(RangeScene scene) {
    switch (this) {
      case CLEAN_UP -> scene.apply(MOVE.plan(scene, ClusterLayout.of(scene.couch())));
      case SWAP -> scene.apply(REBUILD.plan(scene, ClusterLayout.of(scene.couch())));
      case HAND -> {
        scene.server().background().pauseMaps();
        scene.edit(map -> map.put("note", "not told to the others"));
      }
      case MEND ->
          scene.edit(
              map -> {
                map.withObject("/by_node").putArray("x@h").add("80000000-ffffffff");
                return map;
              });
      case ENTER -> scene.edit(map -> without(map, "80000000-ffffffff"));
      case FORGET ->
          scene.edit(
              map -> {
                map.withObject("/by_node").putArray("x@h").add("80000000-ffffffff");
                map.withObject("/by_range").withArray("80000000-ffffffff").add("x@h");
                return map;
              });
      case OVERLAP ->
          // As after a split that was put into the map by hand: its files are empty.
          scene.edit(
              map -> {
                for (String range : List.of("00000000-7fffffff", "80000000-ffffffff")) {
                  map.withObject("/by_node").withArray("b@127.0.0.1").add(range);
                  map.withObject("/by_range").withArray(range).add("b@127.0.0.1");
                }
                return map;
              });
      default -> {
        // As it was created.
      }
    }
  }

  private static ObjectNode without(ObjectNode map, String range) {
    map.withObject("/by_range").remove(range);
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

  Plan plan(RangeScene scene, ClusterLayout layout) {
    ShardPlanner plans = ShardPlanner.of(layout).only(List.of(scene.name()));
    List<String> holders = new ArrayList<>(KillWorld.NAMES);
    holders.retainAll(nodes(layout, scene.name()));
    List<String> others = new ArrayList<>(KillWorld.NAMES);
    others.removeAll(holders);
    return switch (this) {
      case MOVE -> plans.placeOn(List.of(others.get(0)));
      case MOVE_WITH_A_GUARD -> plans.deletingFiles().drain(notDeciding(layout, scene.name()));
      case DRAIN -> plans.deletingFiles().drain(holders.get(0));
      case MORE -> plans.replicas(2);
      case FEWER -> plans.deletingFiles().replicas(1);
      case CLEAN_UP -> NodePlanner.of(layout).cleanUp();
      case HAND, MEND, ENTER, FORGET, OVERLAP -> NodePlanner.of(layout).repair();
      case SPLIT -> ReshardPlanner.of(layout).split(scene.name(), 2);
      case REBUILD -> ReshardPlanner.of(layout).rebuild(scene.name(), scene.copy(), 1);
      case SWAP -> ReshardPlanner.of(layout).swap(scene.name(), scene.copy());
    };
  }

  private static Set<String> nodes(ClusterLayout layout, String database) {
    Set<String> nodes = new TreeSet<>();
    CutScene.map(layout, database).values().forEach(nodes::addAll);
    return nodes;
  }

  /** The node that has the range which does not decide how many answers CouchDB wants. */
  private static String notDeciding(ClusterLayout layout, String database) {
    return CutScene.map(layout, database).entrySet().stream()
        .map(range -> new Placement(range.getKey(), range.getValue().first()))
        .filter(copy -> !Quorum.decides(copy))
        .findFirst()
        .orElseThrow()
        .node();
  }

  /** Tells whether the step that was cut has already done what cannot be taken back. */
  boolean isBeyondReturn(RangeScene scene, Plan plan, int done) {
    CouchDb couch = scene.couch();
    return switch (this) {
      case MOVE, MOVE_WITH_A_GUARD, DRAIN, FEWER -> {
        List<String> now = copies(ClusterLayout.of(couch), scene.name());
        yield Simulation.move(plan).remove().stream()
            .anyMatch(copy -> !now.contains(copy.toString()));
      }
      case OVERLAP -> CutScene.map(ClusterLayout.of(couch), scene.name()).size() < 3;
      case SPLIT -> Cluster.of(couch).shards(scene.name()).q() != 1;
      case SWAP -> done == 0 && scene.isOriginalGone();
      default -> false;
    };
  }

  void requireDone(RangeScene scene, ClusterLayout layout, Plan plan) {
    switch (this) {
      case MOVE, MOVE_WITH_A_GUARD, DRAIN, MORE, FEWER -> {
        List<String> expected = new ArrayList<>();
        scene
            .before()
            .forEach((range, nodes) -> nodes.forEach(it -> expected.add(range + "@" + it)));
        MoveShards move = Simulation.move(plan);
        move.add().forEach(copy -> expected.add(copy.toString()));
        move.remove().forEach(copy -> expected.remove(copy.toString()));
        assertThat(copies(layout, scene.name())).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(this == MOVE_WITH_A_GUARD && move.guard().isEmpty()).isFalse();
      }
      case SPLIT -> assertThat(Cluster.of(scene.couch()).shards(scene.name()).q()).isEqualTo(2);
      case SWAP -> assertThat(Cluster.of(scene.couch()).shards(scene.name()).q()).isEqualTo(1);
      case ENTER, FORGET, MEND, HAND, CLEAN_UP, OVERLAP, REBUILD ->
          assertThat(Cluster.of(scene.couch()).shards(scene.name()).q()).isEqualTo(2);
    }
    if (this == REBUILD || this == SWAP) {
      scene.requireCopy();
    }
    assertThat(CutScene.strays(layout, scene.name())).hasSize(kept(plan));
  }

  /** Files that stay on disk, as the plan says. */
  private int kept(Plan plan) {
    return switch (this) {
      case MOVE -> Simulation.move(plan).remove().size();
      case OVERLAP -> 1;
      default -> 0;
    };
  }

  static List<String> copies(ClusterLayout layout, String database) {
    List<String> copies = new ArrayList<>();
    CutScene.map(layout, database)
        .forEach((range, nodes) -> nodes.forEach(node -> copies.add(range + "@" + node)));
    return copies;
  }

  /** Edits a map by hand, at one node. */
  interface Edit extends UnaryOperator<ObjectNode> {}
}
