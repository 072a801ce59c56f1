package io.github.chthosting.platform;

import io.github.chthosting.Running;

/** One run through a plan, or back out of it. */
record Application(Plan plan, Journal journal, StepRunner runner) {

  int run(Running running) throws Exception {
    int ran = 0;
    for (int i = 0; i < plan.steps().size(); i++) {
      if (!journal.done().contains(i)) {
        running.check();
        run(i, running);
        ran++;
      }
    }
    journal.ended();
    return ran;
  }

  private void run(int number, Running running) throws Exception {
    Step step = plan.steps().get(number);
    running.report(step.toString(), number, plan.steps().size(), "steps", 0);
    journal.stepBegun(number);
    runner.run(step, journal.marks(number), running);
    journal.stepDone(number);
    running.report(step.toString(), number + 1, plan.steps().size(), "steps", 0);
  }

  boolean rollBack(Running running) throws Exception {
    Integer begun = journal.begun().orElse(null);
    if (begun != null) {
      Step step = plan.steps().get(begun);
      running.report("roll back " + step, 0, 1, "steps", 0);
      runner.rollBack(step, journal.marks(begun), running);
      journal.stepRolledBack(begun);
    }
    journal.ended();
    return true;
  }
}
