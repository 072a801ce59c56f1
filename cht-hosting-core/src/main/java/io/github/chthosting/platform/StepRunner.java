package io.github.chthosting.platform;

import io.github.chthosting.operation.WorkContext;

/**
 * Carries out steps. Each must be safe to run again after it was killed at any point: it looks at
 * the world and at its marks, and goes on from there.
 */
public interface StepRunner {

  /** Does {@code step}, or the rest of it. */
  void run(Step step, Marks marks, WorkContext context) throws Exception;

  /**
   * Takes back what a step that was begun and not finished has done. After it the step counts as
   * not begun.
   */
  void rollBack(Step step, Marks marks, WorkContext context) throws Exception;
}
