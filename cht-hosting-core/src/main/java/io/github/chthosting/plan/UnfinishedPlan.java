package io.github.chthosting.plan;

import java.util.List;
import java.util.Optional;

/**
 * A plan that a journal holds, begun and neither finished nor rolled back. Go on with it by what
 * made it, such as {@code platform.resume(journal)}.
 *
 * @param title what it is for
 * @param id see {@link Plan#id()}
 * @param steps the name of each step's type, in order: {@code "move-shards"}
 * @param cost of all steps
 * @param done the numbers, from 0, of the steps that are done
 * @param begun the number, from 0, of the step that was begun and is not done
 * @param text the plan as {@link Plan#toString()} prints it
 */
public record UnfinishedPlan(
    String title,
    String id,
    List<String> steps,
    Cost cost,
    List<Integer> done,
    Optional<Integer> begun,
    String text) {

  public UnfinishedPlan {
    steps = List.copyOf(steps);
    done = List.copyOf(done);
  }

  static UnfinishedPlan of(StoredPlan plan, List<Integer> done, Optional<Integer> begun) {
    List<String> names = plan.steps().stream().map(StoredPlan.StoredStep::step).toList();
    return new UnfinishedPlan(
        plan.title(), plan.id(), names, plan.cost(), done, begun, plan.toString());
  }

  /** Returns the text of the plan, and how many of its steps are done. */
  @Override
  public String toString() {
    return "%s%ndone: %d of %d steps".formatted(text, done.size(), steps.size());
  }
}
