package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.server.CouchDbFault;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlannedStep;
import io.github.chthosting.plan.Risk;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Plans to put a node into maintenance mode, and to end that. */
final class MaintenancePlanner {
  private final ClusterLayout layout;
  private final String node;

  MaintenancePlanner(ClusterLayout layout, String node) {
    this.layout = layout;
    this.node = node;
  }

  Plan enter() {
    String title = "maintenance of " + node;
    List<String> reasons = new ArrayList<>(new PlanChecks(layout).unusable(List.of(node)));
    Set<String> offline = new TreeSet<>();
    for (DatabaseLayout database : layout.databases()) {
      for (DatabaseLayout.Range range : database.ranges()) {
        if (range.nodes().contains(node) && !inService(range)) {
          offline.add(database.name());
        }
      }
    }
    if (!offline.isEmpty()) {
      reasons.add(
          "%d databases have ranges with no other copy in service, which would be offline (%s): drain it, or raise n"
              .formatted(offline.size(), NodePlanner.shortened(offline)));
    }
    PlanChecks.refuse(title, reasons);
    return new Plan(
        title,
        List.of(set(true)),
        List.of(
            "clients that talk to this node alone get 404 from _up: take it from the balancer",
            CouchDbFault.PURGES_MISSED.warning(node).explanation()));
  }

  private boolean inService(DatabaseLayout.Range range) {
    return range.nodes().stream()
        .filter(other -> !other.equals(node))
        .anyMatch(other -> layout.node(other).map(ClusterLayout.Node::isUsable).orElse(false));
  }

  Plan leave() {
    String title = "end of maintenance of " + node;
    List<String> reasons = new ArrayList<>();
    if (layout.node(node).isEmpty()) {
      reasons.add(node + " is not a member of the cluster");
    } else if (!layout.node(node).map(ClusterLayout.Node::reachable).orElse(false)) {
      reasons.add(node + " does not answer: start it first");
    }
    PlanChecks.refuse(title, reasons);
    boolean in = layout.node(node).map(ClusterLayout.Node::maintenance).orElse(false);
    List<PlannedStep> steps =
        in
            ? List.of(new CatchUp(node).costing(NodePlanner.cost(30, Risk.REVERSIBLE)), set(false))
            : List.of();
    return new Plan(title, steps);
  }

  private PlannedStep set(boolean on) {
    return new SetMaintenance(node, on).costing(NodePlanner.cost(2, Risk.REVERSIBLE));
  }
}
