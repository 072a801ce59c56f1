package io.github.chthosting.plan;

import io.github.chthosting.operation.WorkContext;

/** A run through a plan, or back out of it. */
record PlanRun(Plan plan, Journal journal, StepHandlers handlers) {

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
    Step step = plan.steps().get(number).step();
    progress(context, "", step, number);
    journal.stepBegun(number);
    handlers.run(step, journal.marks(number), context);
    journal.stepDone(number);
    progress(context, "", step, number + 1);
  }

  boolean rollBack(WorkContext context) throws Exception {
    Integer begun = journal.begun().orElse(null);
    if (begun != null) {
      Step step = plan.steps().get(begun).step();
      progress(context, "roll back: ", step, 0);
      handlers.rollBack(step, journal.marks(begun), context);
      journal.stepRolledBack(begun);
    }
    journal.ended();
    return true;
  }

  private void progress(WorkContext context, String before, Step step, int done) {
    context.progress(before + step.summary(), done, plan.steps().size(), "steps", 0);
  }
}
