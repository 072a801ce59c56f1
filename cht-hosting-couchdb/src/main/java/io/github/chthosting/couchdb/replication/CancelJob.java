package io.github.chthosting.couchdb.replication;

import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;
import io.github.chthosting.plan.StepName;

/** Ends the job that keeps a database in step; what it carried stays. */
@StepName("cancel-job")
record CancelJob(String db) implements Step {
  @Override
  public String describe() {
    return "cancel the job that keeps %s in step".formatted(db);
  }

  record Handler(StandbyBuilder settings) implements StepHandler<CancelJob> {
    @Override
    public void run(CancelJob step, Marks marks, WorkContext context) {
      context.checkCancelled();
      settings.cancelJob(step.db());
    }

    @Override
    public void rollBack(CancelJob step, Marks marks, WorkContext context) {
      settings.startJob(step.db());
    }
  }
}
