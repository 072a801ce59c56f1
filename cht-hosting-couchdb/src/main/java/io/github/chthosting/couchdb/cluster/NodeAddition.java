package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlannedStep;
import io.github.chthosting.plan.Risk;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The plan that makes a fresh node a member. */
final class NodeAddition {
  private final ClusterLayout layout;
  private final NodeCandidate candidate;
  private final String zone;

  NodeAddition(ClusterLayout layout, NodeCandidate candidate, String zone) {
    this.layout = layout;
    this.candidate = candidate;
    this.zone = zone;
  }

  Plan plan() {
    String title = "add " + candidate.name();
    if (layout.node(candidate.name()).isPresent()) {
      return new Plan(title, left(), List.of(candidate.name() + " is a member already"));
    }
    PlanChecks.refuse(title, reasons());
    PlannedStep join =
        new JoinNode(candidate.name(), zone).costing(NodePlanner.cost(10, Risk.REVERSIBLE));
    return new Plan(
        title,
        List.of(join, align()),
        List.of("it holds no shards yet: rebalance, or spread, after it"));
  }

  private List<String> reasons() {
    // A node that is down is no reason: the new one may be there to replace it.
    List<String> reasons = NodePlanner.troubles(layout, LayoutProblem.NODE_DOWN);
    Set<String> versions = new TreeSet<>();
    layout.nodes().forEach(node -> versions.add(node.version()));
    versions.remove("");
    if (!versions.isEmpty() && !versions.contains(candidate.version())) {
      reasons.add(
          "%s runs %s, the cluster %s: install the same version"
              .formatted(candidate.name(), candidate.version(), versions));
    }
    if (!candidate.members().equals(List.of(candidate.name()))) {
      reasons.add(candidate.name() + " is in a cluster already: " + candidate.members());
    }
    if (!candidate.databases().isEmpty()) {
      reasons.add(
          "%s has databases of its own, whose maps would mix with the cluster's: %s. Start it with an empty data folder"
              .formatted(candidate.name(), candidate.databases()));
    }
    return reasons;
  }

  /** Returns what is left to do for one that was added, and no more: that was given up halfway. */
  private List<PlannedStep> left() {
    boolean differ =
        layout.remarks().stream().anyMatch(remark -> remark.is(LayoutProblem.SETTINGS_DIFFER));
    return differ ? List.of(align()) : List.of();
  }

  private PlannedStep align() {
    return new AlignNode(candidate.name()).costing(NodePlanner.cost(5, Risk.REVERSIBLE));
  }
}
