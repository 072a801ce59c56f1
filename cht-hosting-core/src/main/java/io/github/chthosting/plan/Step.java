package io.github.chthosting.plan;

/**
 * A single action of a plan: a record whose components hold all that is needed to do it, so that it
 * can be printed, compared, kept in a journal and carried out by another process. It holds no
 * credentials.
 *
 * <p>The record carries a {@link StepName}. Its components are JSON values, strings, numbers,
 * paths, durations, or lists, maps and records of them; a module opens the package to {@code
 * tools.jackson.databind}. A {@link StepHandler} beside it does the work.
 *
 * <p>A component named {@value #ESTIMATE}, of the step or of a record in it, is an estimate for a
 * person, as a cost is: plans that differ in it alone have the same {@link Plan#id()}.
 */
public interface Step {
  /** The name of components that are estimates. */
  String ESTIMATE = "bytes";

  /**
   * Describes the step to a person: one line, and after it a line for each detail if there are
   * several.
   */
  String describe();

  /** Returns the first line of the description, for messages and progress. */
  default String summary() {
    return describe().lines().findFirst().orElse("");
  }

  /** Returns the step with what it is expected to take. */
  default PlannedStep costing(Cost cost) {
    return new PlannedStep(this, cost);
  }
}
