package io.github.chthosting.couchdb.replication;

import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;
import io.github.chthosting.plan.StepName;

/** Waits until the standby has all of a database. */
@StepName("await-caught-up")
record AwaitCaughtUp(String db) implements Step {
  @Override
  public String describe() {
    return "wait until the standby has all of " + db;
  }

  record Handler(StandbyBuilder settings) implements StepHandler<AwaitCaughtUp> {
    @Override
    public void run(AwaitCaughtUp step, Marks marks, WorkContext context) {
      context.checkCancelled();
      settings
          .job(step.db())
          .orElseThrow(() -> new IllegalStateException("no job keeps " + step.db()))
          .awaitCaughtUp(settings.source(step.db()), settings.patience);
    }

    @Override
    public void rollBack(AwaitCaughtUp step, Marks marks, WorkContext context) {
      // Waiting changes nothing.
    }
  }
}
