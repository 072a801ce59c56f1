package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;
import io.github.chthosting.plan.StepName;

/**
 * Gives a node's copies its new name in all maps, and takes the old name out of the members. The
 * node must run under its new name, with all of its files, and none under the old one.
 *
 * @param from the old name
 * @param to the new name
 */
@StepName("rename-node")
public record RenameNode(String from, String to) implements Step {
  @Override
  public String describe() {
    return "rename %s to %s".formatted(from, to);
  }

  record Handler(ClusterAccess cluster) implements StepHandler<RenameNode> {
    @Override
    public void run(RenameNode step, Marks marks, WorkContext context) {
      new NodeRename(cluster, step, context).run(marks);
    }

    @Override
    public void rollBack(RenameNode step, Marks marks, WorkContext context) {
      new NodeRename(cluster, step, context).rollBack(marks);
    }
  }
}
