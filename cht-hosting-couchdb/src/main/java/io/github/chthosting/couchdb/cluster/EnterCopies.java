package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.internal.shards.MapDocument;
import io.github.chthosting.couchdb.internal.shards.Placement;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;
import io.github.chthosting.plan.StepName;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Enters copies into a map that has a hole, whose files lie on members. */
@StepName("enter-copies")
record EnterCopies(String db, List<Placement> copies) implements Step {
  EnterCopies {
    copies = List.copyOf(copies);
  }

  @Override
  public String describe() {
    return "enter copies into the map of %s: %d\n%s"
        .formatted(db, copies.size(), Placement.lines(copies, "enters"));
  }

  record Handler(ClusterAccess cluster) implements StepHandler<EnterCopies> {
    @Override
    public void run(EnterCopies step, Marks marks, WorkContext context) {
      MapChange change = new MapChange(cluster, step.db(), context);
      MapDocument map = change.read();
      for (Placement copy : step.copies()) {
        change.file(map, copy).requireInfo();
      }
      change.edit(current -> current.with(step.copies()));
    }

    /**
     * Removes the copies from the map again, even the last copy of a range, which was not there
     * before.
     */
    @Override
    public void rollBack(EnterCopies step, Marks marks, WorkContext context) {
      new MapChange(cluster, step.db(), context).edit(map -> without(map, step.copies()));
    }

    private static MapDocument without(MapDocument map, List<Placement> copies) {
      ObjectNode edited = map.json().deepCopy();
      for (Placement copy : copies) {
        edited.withObject("/by_range").remove(copy.range());
      }
      return new MapDocument(edited).consistent();
    }
  }
}
