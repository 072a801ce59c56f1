package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.internal.shards.Placement;
import io.github.chthosting.couchdb.internal.shards.Reshape;
import io.github.chthosting.platform.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Carries a plan out on a layout, without a server. */
final class Simulation {
  private Simulation() {}

  static ClusterLayout apply(ClusterLayout layout, Plan plan) {
    Map<String, Reshape> reshapes = new HashMap<>();
    plan.steps().forEach(step -> reshapes.put(step.argument("db"), Reshape.of(step)));
    List<DatabaseLayout> databases = new ArrayList<>();
    for (DatabaseLayout database : layout.databases()) {
      Reshape reshape = reshapes.get(database.name());
      databases.add(reshape == null ? database : apply(database, reshape));
    }
    return new ClusterLayout(layout.nodes(), databases);
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
