package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;
import io.github.chthosting.plan.StepName;
import tools.jackson.databind.node.ObjectNode;

/**
 * Says in which zone a node lies.
 *
 * @param zone empty for none
 */
@StepName("set-zone")
record SetZone(String node, String zone) implements Step {
  private static final String BEFORE = "before";

  @Override
  public String describe() {
    return zone.isEmpty()
        ? "take %s out of its zone".formatted(node)
        : node + " is in zone " + zone;
  }

  /** Sets the zone of a node, and first marks the zone that it had before. */
  static void set(NodeDocuments documents, String node, String zone, Marks marks) {
    ObjectNode document = documents.findOrEmpty(node);
    String before = document.path("zone").asString("");
    if (!marks.all().containsKey(BEFORE)) {
      marks.put(BEFORE, before);
    }
    if (!before.equals(zone)) {
      documents.write(node, zone.isEmpty() ? document.without("zone") : document.put("zone", zone));
    }
  }

  record Handler(ClusterAccess cluster) implements StepHandler<SetZone> {
    @Override
    public void run(SetZone step, Marks marks, WorkContext context) {
      set(cluster.throughOne().documents(), step.node(), step.zone(), marks);
    }

    @Override
    public void rollBack(SetZone step, Marks marks, WorkContext context) {
      String before = marks.all().get(BEFORE);
      if (before != null) {
        set(cluster.throughOne().documents(), step.node(), before, marks);
      }
    }
  }
}
