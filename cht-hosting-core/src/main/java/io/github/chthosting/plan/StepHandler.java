package io.github.chthosting.plan;

import io.github.chthosting.operation.WorkContext;

/**
 * Carries out the steps of one type. A step may be run again after it was killed at any point: the
 * handler looks at the world and at the marks, and goes on from there.
 *
 * @param <S> the record that says what to do
 */
public interface StepHandler<S extends Step> {

  /** Does the step, or the rest of it. */
  void run(S step, Marks marks, WorkContext context) throws Exception;

  /**
   * Takes back what a step that was begun and not finished has done. After it the step counts as
   * not begun.
   */
  void rollBack(S step, Marks marks, WorkContext context) throws Exception;
}
