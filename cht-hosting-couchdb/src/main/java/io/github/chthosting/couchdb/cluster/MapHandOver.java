package io.github.chthosting.couchdb.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.NotFoundException;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.shards.Addresses;
import io.github.chthosting.couchdb.internal.shards.MapEditor;
import io.github.chthosting.http.Call;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.platform.Step;
import java.util.List;
import java.util.Map;

/** The step that makes nodes agree that have different revisions of a map. */
final class MapHandOver {
  private final Wire wire;
  private final Step step;
  private final String database;
  private final MapEditor editor;
  private final WorkContext context;

  MapHandOver(Wire wire, Step step, MapEditor editor, WorkContext context) {
    this.wire = wire;
    this.step = step;
    this.database = step.argument("db");
    this.editor = editor;
    this.context = context;
  }

  /** Gives every node the revision that CouchDB would choose of those that they have. */
  void run() {
    Wire one = wire.at(Addresses.of(wire).first());
    ObjectNode winner = null;
    for (String node : editor.members()) {
      ObjectNode theirs = read(one, node);
      winner = winner == null || newer(theirs, winner) ? theirs : winner;
    }
    if (winner != null) {
      Map<String, Object> body = Map.of("new_edits", false, "docs", List.of(winner));
      for (String node : editor.members()) {
        one.run(one.post(List.of("_node", node, "_dbs", "_bulk_docs"), body).asRepeatable());
      }
      editor.edit(map -> map, context);
    }
  }

  private ObjectNode read(Wire one, String node) {
    try {
      return (ObjectNode)
          one.json(Call.of("GET", "_node", node, "_dbs", database).query("revs", true));
    } catch (NotFoundException e) {
      if (e.reason().equals("deleted")) {
        throw new VerificationFailedException(
            step.toString(),
            "%s: the database was deleted on %s. Nothing was changed: delete it on all nodes, or restore it"
                .formatted(step, node),
            e);
      }
      return wire.mapper().createObjectNode().put("_rev", "0-");
    }
  }

  private static boolean newer(ObjectNode left, ObjectNode right) {
    String a = left.path("_rev").asText();
    String b = right.path("_rev").asText();
    int byGeneration = Integer.compare(generation(a), generation(b));
    return byGeneration != 0 ? byGeneration > 0 : a.compareTo(b) > 0;
  }

  private static int generation(String rev) {
    return Integer.parseInt(rev.substring(0, rev.indexOf('-')));
  }
}
