package io.github.chthosting.compose.internal.tls;

import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;
import java.util.Map;

/** Is killed when a step has done its work and before it can say so. */
record KilledRunner(StepHandler<Step> runner) implements StepHandler<Step> {

  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public void run(Step step, Marks marks, WorkContext context) throws Exception {
    runner.run(
        step,
        new Marks() {
          @Override
          public Map<String, String> all() {
            return marks.all();
          }

          @Override
          public void put(String name, String value) {
            if (name.equals("served")) {
              throw new Killed();
            }
            marks.put(name, value);
          }
        },
        context);
    throw new Killed();
  }

  @Override
  public void rollBack(Step step, Marks marks, WorkContext context) throws Exception {
    runner.rollBack(step, marks, context);
  }
}
