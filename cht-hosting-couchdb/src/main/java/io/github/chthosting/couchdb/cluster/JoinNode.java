package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.http.Call;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;
import io.github.chthosting.plan.StepName;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Makes a fresh node a member, and waits until it has all maps.
 *
 * @param zone it lies in; empty for none
 */
@StepName("join-node")
record JoinNode(String node, String zone) implements Step {
  @Override
  public String describe() {
    return "add " + node + (zone.isEmpty() ? "" : " in zone " + zone);
  }

  record Handler(ClusterAccess cluster) implements StepHandler<JoinNode> {
    @Override
    public void run(JoinNode step, Marks marks, WorkContext context) {
      ClusterAccess one = cluster.throughOne();
      String node = step.node();
      if (one.documents().find(node).isEmpty()) {
        marks.put("joining", "yes");
        // Empty, as the node wrote it itself: another first revision would be in conflict.
        one.documents().write(node, one.documents().findOrEmpty(node));
      }
      one.await(
          () -> isMember(one.couch(), one.documents(), node),
          context,
          step.summary(),
          () ->
              node
                  + " is not a member on all nodes yet. Check that the nodes reach each other by these names on the ports of Erlang (4369 and 9100) and that their cookies are equal; then resume, or roll back");
      if (!step.zone().isEmpty()) {
        SetZone.set(one.documents(), node, step.zone(), marks);
      }
      one.await(
          () -> revisions(one, "_local").equals(revisions(one, node)),
          context,
          step.summary(),
          () -> node + " does not have all maps yet: resume");
    }

    private static boolean isMember(CouchDb couch, NodeDocuments documents, String node) {
      Membership view = Cluster.of(couch).membership();
      return view.connected().contains(node) && documents.everywhere(view, node, true);
    }

    private static Map<String, String> revisions(ClusterAccess one, String of) {
      Map<String, String> revisions = new TreeMap<>();
      for (JsonNode row :
          one.wire().json(Call.of("GET", "_node", of, "_dbs", "_all_docs")).path("rows")) {
        revisions.put(row.path("id").asString(""), row.path("value").path("rev").asString(""));
      }
      return revisions;
    }

    @Override
    public void rollBack(JoinNode step, Marks marks, WorkContext context) {
      if (marks.all().containsKey("joining")) {
        cluster.throughOne().documents().delete(step.node());
      }
    }
  }
}
