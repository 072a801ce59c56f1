package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.Node;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;
import io.github.chthosting.plan.StepName;

/** Puts a node into maintenance mode, or takes it out. */
@StepName("set-maintenance")
record SetMaintenance(String node, boolean on) implements Step {
  private static final String BEFORE = "before";

  @Override
  public String describe() {
    return on ? "put %s into maintenance mode".formatted(node) : "end maintenance mode of " + node;
  }

  record Handler(ClusterAccess cluster) implements StepHandler<SetMaintenance> {
    @Override
    public void run(SetMaintenance step, Marks marks, WorkContext context) {
      Node node = node(step);
      String wanted = Boolean.toString(step.on());
      if (!mode(node).equals(wanted)) {
        marks.put(BEFORE, mode(node));
        set(node, wanted);
      }
      cluster.await(
          () -> mode(node).equals(wanted),
          context,
          step.summary(),
          () -> step.node() + " does not keep maintenance_mode: resume");
    }

    private Node node(SetMaintenance step) {
      return cluster.throughOne().couch().node(step.node());
    }

    private static String mode(Node node) {
      return node.configuration("couchdb", "maintenance_mode").orElse("");
    }

    private static void set(Node node, String mode) {
      if (mode.isEmpty()) {
        node.removeConfiguration("couchdb", "maintenance_mode");
      } else {
        node.configure("couchdb", "maintenance_mode", mode);
      }
    }

    @Override
    public void rollBack(SetMaintenance step, Marks marks, WorkContext context) {
      String before = marks.all().get(BEFORE);
      Node node = node(step);
      if (before != null && !mode(node).equals(before)) {
        set(node, before);
      }
    }
  }
}
