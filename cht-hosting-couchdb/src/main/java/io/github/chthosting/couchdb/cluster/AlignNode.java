package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;
import io.github.chthosting.plan.StepName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Gives a node what must be the same on all, as the node has it that we speak to. */
@StepName("align-node")
record AlignNode(String node) implements Step {
  @Override
  public String describe() {
    return "give %s the cluster's administrators, secret and uuid".formatted(node);
  }

  record Handler(ClusterAccess cluster) implements StepHandler<AlignNode> {
    @Override
    public void run(AlignNode step, Marks marks, WorkContext context) {
      CouchDb couch = cluster.throughOne().couch();
      Map<String, Map<String, String>> wanted = couch.node().configuration();
      Map<String, Map<String, String>> there = couch.node(step.node()).configuration();
      for (Map.Entry<String, String> key : keys(wanted)) {
        String value = value(wanted, key);
        if (!value.isEmpty() && !value.equals(value(there, key))) {
          // The value itself may be a secret, and the journal is a file: only that it was set.
          marks.put("set:" + key.getKey() + "/" + key.getValue(), "yes");
          couch.node(step.node()).configure(key.getKey(), key.getValue(), value);
        }
      }
    }

    private static List<Map.Entry<String, String>> keys(Map<String, Map<String, String>> wanted) {
      List<Map.Entry<String, String>> keys = new ArrayList<>(NodeSettings.MUST_BE_EQUAL);
      wanted
          .getOrDefault("admins", Map.of())
          .keySet()
          .forEach(name -> keys.add(Map.entry("admins", name)));
      return keys;
    }

    private static String value(
        Map<String, Map<String, String>> sections, Map.Entry<String, String> key) {
      return sections.getOrDefault(key.getKey(), Map.of()).getOrDefault(key.getValue(), "");
    }

    /**
     * Refuses to roll back once a value was set: the earlier values may be secret and were not
     * kept. They can be set again by hand.
     */
    @Override
    public void rollBack(AlignNode step, Marks marks, WorkContext context) {
      boolean any = marks.all().keySet().stream().anyMatch(name -> name.startsWith("set:"));
      if (any) {
        throw new PlanRefusedException(
            "roll back of align-node",
            List.of(
                "the node has the cluster's administrators and secrets already, which harms nothing: resume, and remove the node afterwards"));
      }
    }
  }
}
