package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.internal.shards.MoveShards;
import io.github.chthosting.couchdb.internal.shards.Placement;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlannedStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Carries a plan out on a layout, without a server. */
final class Simulation {
  private Simulation() {}

  static ClusterLayout apply(ClusterLayout layout, Plan plan) {
    Map<String, List<MoveShards>> moves = new HashMap<>();
    for (PlannedStep planned : plan.steps()) {
      MoveShards move = (MoveShards) planned.step();
      moves.computeIfAbsent(move.db(), any -> new ArrayList<>()).add(move);
    }
    List<DatabaseLayout> databases = new ArrayList<>();
    for (DatabaseLayout database : layout.databases()) {
      DatabaseLayout now = database;
      for (MoveShards move : moves.getOrDefault(database.name(), List.of())) {
        now = apply(now, move);
      }
      databases.add(now);
    }
    return new ClusterLayout(layout.nodes(), databases);
  }

  /** The first step of a plan that moves shards. */
  static MoveShards move(Plan plan) {
    return (MoveShards) plan.steps().get(0).step();
  }

  /** A lost node's replacement: forgotten or begun anew, then filled. */
  static ClusterLayout replaced(ClusterLayout layout, Plan plan, String lost, String to) {
    List<DatabaseLayout> databases = new ArrayList<>();
    for (DatabaseLayout database : layout.databases()) {
      List<DatabaseLayout.Range> ranges = new ArrayList<>();
      for (DatabaseLayout.Range range : database.ranges()) {
        ranges.add(range.on(replaced(plan, database.name(), range, lost, to)));
      }
      databases.add(database.with(ranges));
    }
    ClusterLayout map = layout.without(lost).with(databases);
    List<PlannedStep> moves =
        plan.steps().stream().filter(step -> step.is(MoveShards.class)).toList();
    return apply(map, new Plan(plan.title(), moves));
  }

  private static Set<String> replaced(
      Plan plan, String database, DatabaseLayout.Range range, String lost, String to) {
    TreeSet<String> nodes = new TreeSet<>(range.nodes());
    Placement copy = new Placement(range.range().toString(), lost);
    for (PlannedStep planned : plan.steps()) {
      if (planned.step() instanceof ForgetCopies step
          && step.db().equals(database)
          && step.copies().contains(copy)) {
        nodes.remove(lost);
      }
      if (planned.step() instanceof BeginEmpty step
          && step.db().equals(database)
          && step.copies().contains(copy)) {
        nodes.remove(lost);
        nodes.add(to);
      }
    }
    return nodes;
  }

  private static DatabaseLayout apply(DatabaseLayout database, MoveShards move) {
    List<DatabaseLayout.Range> ranges = new ArrayList<>();
    for (DatabaseLayout.Range range : database.ranges()) {
      TreeSet<String> nodes = new TreeSet<>(range.nodes());
      for (Placement placement : move.add()) {
        if (placement.range().equals(range.range().toString()) && !nodes.add(placement.node())) {
          throw new AssertionError("added twice: " + placement);
        }
      }
      for (Placement placement : move.remove()) {
        if (placement.range().equals(range.range().toString()) && !nodes.remove(placement.node())) {
          throw new AssertionError("was not there: " + placement);
        }
      }
      ranges.add(range.on(nodes));
    }
    return database.with(ranges);
  }
}
