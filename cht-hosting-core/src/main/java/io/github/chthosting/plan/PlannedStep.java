package io.github.chthosting.plan;

/**
 * A step of a plan, and what it is expected to take.
 *
 * @param step what is done
 * @param cost an estimate; two steps that do the same may differ in it
 */
public record PlannedStep(Step step, Cost cost) {

  /** Returns whether the step is of this type. */
  public boolean is(Class<? extends Step> type) {
    return type.isInstance(step);
  }

  /** Returns the step's description with the cost behind its first line. */
  @Override
  public String toString() {
    return withCost(step.describe(), cost);
  }

  static String withCost(String description, Cost cost) {
    int end = description.indexOf('\n');
    String first = end < 0 ? description : description.substring(0, end);
    return first + "  [" + cost + "]" + description.substring(first.length());
  }
}
