package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.http.Call;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;
import io.github.chthosting.plan.StepName;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes a node out of the cluster's members. Refused where maps place copies on it, unless it is
 * lost; a lost one must not answer.
 *
 * @param node its name
 * @param lost whether it is gone for good, with what it holds
 */
@StepName("remove-node")
public record RemoveNode(String node, boolean lost) implements Step {
  private static final String DOCUMENT = "document";

  @Override
  public String describe() {
    return "remove " + node + (lost ? ", which is lost" : "");
  }

  record Handler(ClusterAccess cluster) implements StepHandler<RemoveNode> {
    @Override
    public void run(RemoveNode step, Marks marks, WorkContext context) {
      ClusterAccess one = cluster.throughOne();
      requireUnused(one, step);
      Optional<ObjectNode> document = one.documents().find(step.node());
      if (document.isPresent()) {
        ObjectNode kept = document.get().deepCopy();
        kept.remove("_rev");
        kept.remove("_id");
        marks.put(DOCUMENT, kept.toString());
        one.documents().delete(step.node());
      }
      one.await(
          () ->
              one.documents().everywhere(Cluster.of(one.couch()).membership(), step.node(), false),
          context,
          step.summary(),
          () -> step.node() + " is still a member for some nodes: resume");
    }

    /** The plan may be old: a database may have been created on the node since. */
    private static void requireUnused(ClusterAccess one, RemoveNode step) {
      boolean answers = Cluster.of(one.couch()).membership().connected().contains(step.node());
      TreeSet<String> databases = databases(one, step.node());
      if (step.lost() ? answers : !databases.isEmpty()) {
        throw new PlanRefusedException(
            step.summary(),
            List.of(
                step.lost()
                    ? step.node() + " answers again: give this plan up, and drain it instead"
                    : "maps place copies on it since (%s): give this plan up, observe and plan again"
                        .formatted(NodePlanner.shortened(databases))));
      }
    }

    private static TreeSet<String> databases(ClusterAccess one, String node) {
      Call maps =
          Call.of("GET", "_node", "_local", "_dbs", "_all_docs").query("include_docs", true);
      TreeSet<String> databases = new TreeSet<>();
      for (JsonNode row : one.wire().json(maps).path("rows")) {
        if (row.path("doc").path("by_node").has(node)) {
          databases.add(row.path("id").asString(""));
        }
      }
      return databases;
    }

    @Override
    public void rollBack(RemoveNode step, Marks marks, WorkContext context) {
      String document = marks.all().get(DOCUMENT);
      NodeDocuments documents = cluster.throughOne().documents();
      if (document != null && documents.find(step.node()).isEmpty()) {
        documents.write(step.node(), documents.parsed(document));
      }
    }
  }
}
