package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.internal.shards.Placement;
import io.github.chthosting.couchdb.internal.shards.Reshape;
import io.github.chthosting.platform.Plan;
import io.github.chthosting.platform.Step;
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
    Map<String, List<Reshape>> reshapes = new HashMap<>();
    for (Step step : plan.steps()) {
      reshapes.computeIfAbsent(step.argument("db"), any -> new ArrayList<>()).add(Reshape.of(step));
    }
    List<DatabaseLayout> databases = new ArrayList<>();
    for (DatabaseLayout database : layout.databases()) {
      DatabaseLayout now = database;
      for (Reshape reshape : reshapes.getOrDefault(database.name(), List.of())) {
        now = apply(now, reshape);
      }
      databases.add(now);
    }
    return new ClusterLayout(layout.nodes(), databases);
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
    List<Step> moves =
        plan.steps().stream().filter(step -> step.action().equals(Reshape.ACTION)).toList();
    return apply(map, new Plan(plan.title(), moves));
  }

  private static Set<String> replaced(
      Plan plan, String database, DatabaseLayout.Range range, String lost, String to) {
    TreeSet<String> nodes = new TreeSet<>(range.nodes());
    for (Step step : plan.steps()) {
      boolean ours = database.equals(step.arguments().get("db"));
      String copy = range.range() + "@" + lost;
      if (ours
          && List.of(step.arguments().getOrDefault("copies", "").split(",", -1)).contains(copy)) {
        nodes.remove(lost);
        if (step.action().equals(Replacement.BEGIN_EMPTY)) {
          nodes.add(to);
        }
      }
    }
    return nodes;
  }

  private static DatabaseLayout apply(DatabaseLayout database, Reshape reshape) {
    List<DatabaseLayout.Range> ranges = new ArrayList<>();
    for (DatabaseLayout.Range range : database.ranges()) {
      TreeSet<String> nodes = new TreeSet<>(range.nodes());
      for (Placement placement : reshape.add()) {
        if (placement.range().equals(range.range().toString()) && !nodes.add(placement.node())) {
          throw new AssertionError("added twice: " + placement);
        }
      }
      for (Placement placement : reshape.remove()) {
        if (placement.range().equals(range.range().toString()) && !nodes.remove(placement.node())) {
          throw new AssertionError("was not there: " + placement);
        }
      }
      ranges.add(range.on(nodes));
    }
    return database.with(ranges);
  }
}
