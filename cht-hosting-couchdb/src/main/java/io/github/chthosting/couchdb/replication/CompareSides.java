package io.github.chthosting.couchdb.replication;

import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;
import io.github.chthosting.plan.StepName;

/** Compares both sides of a database, leaf revision by leaf revision. */
@StepName("compare")
record CompareSides(String db) implements Step {
  @Override
  public String describe() {
    return "compare both sides of " + db;
  }

  record Handler(StandbyBuilder settings) implements StepHandler<CompareSides> {
    @Override
    public void run(CompareSides step, Marks marks, WorkContext context) {
      context.checkCancelled();
      CutOverReport report =
          CutOver.between(settings.source(step.db()), settings.target(step.db()))
              .check()
              .await(settings.patience);
      if (!report.isSame()) {
        throw new VerificationFailedException(
            StandbyPlanner.SWITCH,
            step.db() + " differs. No job was cancelled. Stop all writers, then resume.\n" + report,
            null);
      }
    }

    @Override
    public void rollBack(CompareSides step, Marks marks, WorkContext context) {
      // Reading changes nothing.
    }
  }
}
