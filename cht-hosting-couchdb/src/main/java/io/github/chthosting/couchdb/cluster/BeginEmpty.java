package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.internal.WorkMark;
import io.github.chthosting.couchdb.internal.shards.FileRemoval;
import io.github.chthosting.couchdb.internal.shards.MapDocument;
import io.github.chthosting.couchdb.internal.shards.Placement;
import io.github.chthosting.couchdb.internal.shards.ShardFile;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;
import io.github.chthosting.plan.StepName;
import java.util.List;

/**
 * Begins ranges again, empty, whose only copy is lost.
 *
 * @param copies that are lost
 * @param to the node that gets the empty ones
 */
@StepName("begin-empty")
record BeginEmpty(String db, List<Placement> copies, String to) implements Step {
  private static final String CREATING = "creating:";

  BeginEmpty {
    copies = List.copyOf(copies);
  }

  @Override
  public String describe() {
    return "begin ranges of %s empty on %s, their documents are LOST: %d\n%s"
        .formatted(db, to, copies.size(), Placement.lines(copies, "is lost"));
  }

  private List<Placement> replacements() {
    return copies.stream().map(copy -> new Placement(copy.range(), to)).toList();
  }

  record Handler(ClusterAccess cluster) implements StepHandler<BeginEmpty> {
    @Override
    public void run(BeginEmpty step, Marks marks, WorkContext context) {
      MapChange change = new MapChange(cluster, step.db(), context);
      MapDocument map = change.read();
      for (Placement copy : step.replacements()) {
        ShardFile file = change.file(map, copy);
        if (file.info().isEmpty()) {
          WorkMark mark = WorkMark.begin(step.summary(), copy.toString());
          marks.put(CREATING + copy, mark.by());
          file.create(mark);
        }
      }
      change.edit(current -> current.with(step.replacements()).without(step.copies()));
      for (Placement copy : step.replacements()) {
        String by = marks.all().get(CREATING + copy);
        if (by != null) {
          change.file(map, copy).unmark(by);
        }
      }
    }

    /** New files that were written to are left on their disk. */
    @Override
    public void rollBack(BeginEmpty step, Marks marks, WorkContext context) {
      MapChange change = new MapChange(cluster, step.db(), context);
      MapDocument map =
          change.edit(current -> current.with(step.copies()).without(step.replacements()));
      FileRemoval removal = change.removal(step, mark -> marks.all().containsValue(mark.by()));
      for (Placement copy : step.replacements()) {
        ShardFile file = change.file(map, copy);
        boolean ours = marks.all().containsKey(CREATING + copy);
        if (ours && file.info().filter(ShardFile.Info::isEmpty).isPresent()) {
          removal.delete(file);
        }
      }
    }
  }
}
