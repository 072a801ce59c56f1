package io.github.chthosting.couchdb.replication;

import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;
import io.github.chthosting.plan.StepName;

/** Starts the job that keeps a database in step, and creates the database on the standby. */
@StepName("start-job")
record StartJob(String db) implements Step {
  @Override
  public String describe() {
    return "start the job that keeps %s in step".formatted(db);
  }

  record Handler(StandbyBuilder settings) implements StepHandler<StartJob> {
    @Override
    public void run(StartJob step, Marks marks, WorkContext context) {
      context.checkCancelled();
      settings.startJob(step.db());
    }

    @Override
    public void rollBack(StartJob step, Marks marks, WorkContext context) {
      settings.cancelJob(step.db());
    }
  }
}
