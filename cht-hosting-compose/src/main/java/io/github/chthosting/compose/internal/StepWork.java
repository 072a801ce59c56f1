package io.github.chthosting.compose.internal;

import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;

/**
 * Does a step, or takes one back: half of a {@link StepHandler}.
 *
 * @param <S> the record that says what to do
 */
@FunctionalInterface
public interface StepWork<S extends Step> {

  /** Does the work, or the rest of it. */
  void go(S step, Marks marks, WorkContext context) throws Exception;

  /** Returns a handler of two halves. */
  static <S extends Step> StepHandler<S> handler(StepWork<S> run, StepWork<S> rollBack) {
    return new Halves<>(run, rollBack);
  }

  /** Returns a handler of steps that leave nothing to be taken back. */
  static <S extends Step> StepHandler<S> handler(StepWork<S> run) {
    return new Halves<>(run, (step, marks, context) -> {});
  }

  /** A handler of two halves. */
  record Halves<S extends Step>(StepWork<S> forth, StepWork<S> back) implements StepHandler<S> {
    @Override
    public void run(S step, Marks marks, WorkContext context) throws Exception {
      forth.go(step, marks, context);
    }

    @Override
    public void rollBack(S step, Marks marks, WorkContext context) throws Exception {
      back.go(step, marks, context);
    }
  }
}
