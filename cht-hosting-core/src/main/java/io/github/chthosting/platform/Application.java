package io.github.chthosting.platform;

import io.github.chthosting.operation.WorkContext;

/** One run through a plan, or back out of it. */
record Application(Plan plan, Journal journal, StepRunner runner) {

  int run(WorkContext context) throws Exception {
    int ran = 0;
    for (int i = 0; i < plan.steps().size(); i++) {
      if (!journal.done().contains(i)) {
        context.checkCancelled();
        run(i, context);
        ran++;
      }
    }
    journal.ended();
    return ran;
  }

  private void run(int number, WorkContext context) throws Exception {
    Step step = plan.steps().get(number);
    context.progress(step.toString(), number, plan.steps().size(), "steps", 0);
    journal.stepBegun(number);
    runner.run(step, journal.marks(number), context);
    journal.stepDone(number);
    context.progress(step.toString(), number + 1, plan.steps().size(), "steps", 0);
  }

  boolean rollBack(WorkContext context) throws Exception {
    Integer begun = journal.begun().orElse(null);
    if (begun != null) {
      Step step = plan.steps().get(begun);
      context.progress("roll back " + step, 0, 1, "steps", 0);
      runner.rollBack(step, journal.marks(begun), context);
      journal.stepRolledBack(begun);
    }
    journal.ended();
    return true;
  }
}
