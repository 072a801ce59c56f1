package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.internal.shards.Placement;
import io.github.chthosting.couchdb.shards.ShardRange;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.PlannedStep;
import io.github.chthosting.plan.Step;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Layouts for tests of plans about nodes. */
abstract class NodePlannerCase {
  static final String LOW = "00000000-7fffffff";
  static final String HIGH = "80000000-ffffffff";

  static ClusterLayout.Node node(String name, boolean up, String... strays) {
    return new ClusterLayout.Node(
        name, up, false, "", "3.5.0", new TreeSet<>(Set.of(strays)), new TreeSet<>());
  }

  static DatabaseLayout medic(List<String> low, List<String> high) {
    return new DatabaseLayout(
        "medic",
        false,
        ".1700000000",
        List.of(
            new DatabaseLayout.Range(ShardRange.parse(LOW), new TreeSet<>(low), 10),
            new DatabaseLayout.Range(ShardRange.parse(HIGH), new TreeSet<>(high), 10)));
  }

  static ClusterLayout layout(DatabaseLayout database, ClusterLayout.Node... nodes) {
    return new ClusterLayout(List.of(nodes), List.of(database));
  }

  static List<Step> steps(Plan plan) {
    return plan.steps().stream().map(PlannedStep::step).toList();
  }

  static List<Placement> copies(String range, String node) {
    return List.of(new Placement(range, node));
  }

  static List<String> refusals(Supplier<Plan> plan) {
    try {
      return List.of("not refused: " + plan.get());
    } catch (PlanRefusedException e) {
      return e.reasons();
    }
  }
}
