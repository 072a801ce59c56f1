package io.github.chthosting.compose;

import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.platform.Marks;
import io.github.chthosting.platform.Step;
import io.github.chthosting.platform.StepRunner;

/** Ends after the work of the first step, and before the journal knows. */
record KilledRunner(StepRunner runner) implements StepRunner {
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
