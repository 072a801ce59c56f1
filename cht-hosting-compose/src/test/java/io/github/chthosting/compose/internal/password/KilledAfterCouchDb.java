package io.github.chthosting.compose.internal.password;

import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;

/** Is killed when CouchDB has the new password, and {@code .env} and the services have not. */
record KilledAfterCouchDb(StepHandler<Step> runner) implements StepHandler<Step> {

  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public void run(Step step, Marks marks, WorkContext context) throws Exception {
    runner.run(
        step,
        marks,
        new WorkContext() {
          @Override
          public void progress(String phase, long done, long total, String unit, long bytes) {
            if (phase.equals(".env")) {
              throw new Killed();
            }
          }

          @Override
          public boolean isCancelled() {
            return context.isCancelled();
          }

          @Override
          public void checkCancelled() {
            context.checkCancelled();
          }

          @Override
          public Hook onCancel(Runnable action) {
            return context.onCancel(action);
          }
        });
  }

  @Override
  public void rollBack(Step step, Marks marks, WorkContext context) throws Exception {
    runner.rollBack(step, marks, context);
  }
}
