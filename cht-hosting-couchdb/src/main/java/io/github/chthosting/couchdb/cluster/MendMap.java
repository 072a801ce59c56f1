package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.internal.shards.MapDocument;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;
import io.github.chthosting.plan.StepName;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes the two halves of a map say the same: what its ranges say. */
@StepName("mend-map")
record MendMap(String db) implements Step {
  private static final String BEFORE = "before";
  private static final List<String> HALVES = List.of("by_node", "by_range");

  @Override
  public String describe() {
    return "make both halves of the map of %s agree".formatted(db);
  }

  record Handler(ClusterAccess cluster) implements StepHandler<MendMap> {
    @Override
    public void run(MendMap step, Marks marks, WorkContext context) {
      MapChange change = new MapChange(cluster, step.db(), context);
      MapDocument map = change.read();
      if (!marks.all().containsKey(BEFORE)) {
        ObjectNode before = map.json().objectNode();
        HALVES.forEach(half -> before.set(half, map.json().path(half)));
        marks.put(BEFORE, before.toString());
      }
      change.edit(MapDocument::consistent);
    }

    @Override
    public void rollBack(MendMap step, Marks marks, WorkContext context) {
      String before = marks.all().get(BEFORE);
      if (before != null) {
        MapChange change = new MapChange(cluster, step.db(), context);
        JsonNode halves = NodeDocuments.parsed(change.one(), before);
        change.edit(map -> with(map, halves));
      }
    }

    private static MapDocument with(MapDocument map, JsonNode halves) {
      ObjectNode edited = map.json().deepCopy();
      HALVES.forEach(half -> edited.set(half, halves.path(half)));
      return new MapDocument(edited);
    }
  }
}
