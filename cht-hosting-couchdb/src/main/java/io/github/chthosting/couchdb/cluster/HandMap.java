package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.internal.RowError;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.server.NotFoundException;
import io.github.chthosting.http.Call;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;
import io.github.chthosting.plan.StepName;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Makes nodes agree that have different revisions of a map. */
@StepName("hand-map")
record HandMap(String db) implements Step {
  @Override
  public String describe() {
    return "give all nodes the same map of " + db;
  }

  /** Gives every node the revision that CouchDB would choose of those that they have. */
  record Handler(ClusterAccess cluster) implements StepHandler<HandMap> {
    @Override
    public void run(HandMap step, Marks marks, WorkContext context) {
      MapChange change = new MapChange(cluster, step.db(), context);
      Wire one = change.one();
      ObjectNode winner = null;
      for (String node : change.members()) {
        ObjectNode theirs = read(one, step, node);
        winner = winner == null || newer(theirs, winner) ? theirs : winner;
      }
      if (winner != null) {
        Map<String, Object> body = Map.of("new_edits", false, "docs", List.of(winner));
        for (String node : change.members()) {
          Call call = one.post(List.of("_node", node, "_dbs", "_bulk_docs"), body);
          write(one, call, step.summary() + " on " + node);
        }
        change.edit(map -> map);
      }
    }

    private static void write(Wire one, Call call, String operation) {
      List<RowError> errors = RowError.inList(operation, one.json(call.asRepeatable()));
      if (!errors.isEmpty()) {
        throw errors.get(0).failure(operation, errors.size());
      }
    }

    private static ObjectNode read(Wire one, HandMap step, String node) {
      try {
        return (ObjectNode)
            one.json(Call.of("GET", "_node", node, "_dbs", step.db()).query("revs", true));
      } catch (NotFoundException e) {
        if (e.reason().equals("deleted")) {
          throw new VerificationFailedException(
              step.summary(),
              "%s: the database was deleted on %s. Nothing was changed: delete it on all nodes, or restore it"
                  .formatted(step.summary(), node),
              e);
        }
        return one.mapper().createObjectNode().put("_rev", "0-");
      }
    }

    private static boolean newer(ObjectNode left, ObjectNode right) {
      String a = left.path("_rev").asString("");
      String b = right.path("_rev").asString("");
      int byGeneration = Integer.compare(generation(a), generation(b));
      return byGeneration != 0 ? byGeneration > 0 : a.compareTo(b) > 0;
    }

    private static int generation(String rev) {
      return rev.matches("[0-9]{1,9}-.*") ? Integer.parseInt(rev, 0, rev.indexOf('-'), 10) : 0;
    }

    @Override
    public void rollBack(HandMap step, Marks marks, WorkContext context) {
      // Every node has the map that CouchDB itself would have chosen: there is nothing to undo.
    }
  }
}
