package io.github.chthosting.compose;

import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;

/** Ends after the work of the first step, and before the journal knows. */
record KilledRunner(StepHandler<Step> runner) implements StepHandler<Step> {
  @Override
  public void run(Step step, Marks marks, WorkContext context) throws Exception {
    runner.run(step, marks, context);
    throw new IllegalStateException("killed");
  }

  @Override
  public void rollBack(Step step, Marks marks, WorkContext context) throws Exception {
    runner.rollBack(step, marks, context);
  }
}
