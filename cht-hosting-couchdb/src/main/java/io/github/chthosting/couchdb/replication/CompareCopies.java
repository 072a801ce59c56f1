package io.github.chthosting.couchdb.replication;

import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.WorkMark;
import io.github.chthosting.couchdb.internal.shards.CopiesProof;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;
import io.github.chthosting.plan.StepName;

/** Compares all copies of a database of the standby with each other. */
@StepName("compare-copies")
record CompareCopies(String db) implements Step {
  @Override
  public String describe() {
    return "compare all copies of %s on the standby".formatted(db);
  }

  record Handler(StandbyBuilder settings) implements StepHandler<CompareCopies> {
    @Override
    public void run(CompareCopies step, Marks marks, WorkContext context) {
      context.checkCancelled();
      Database target = settings.target(step.db());
      if (target.exists()) {
        String operation = StandbyPlanner.FAILOVER + " of " + target.name();
        WorkMark.requireNone(Wire.of(target), target.name(), operation);
        CopiesProof.of(target, operation, context).requireAlike();
      }
    }

    @Override
    public void rollBack(CompareCopies step, Marks marks, WorkContext context) {
      // Reading changes nothing.
    }
  }
}
