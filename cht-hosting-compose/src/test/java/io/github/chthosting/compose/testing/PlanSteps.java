package io.github.chthosting.compose.testing;

import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlannedStep;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;
import java.util.List;

/** Access to the steps of a plan. */
public final class PlanSteps {
  private PlanSteps() {}

  /** The names of all, in order. */
  public static List<String> names(Plan plan) {
    return plan.steps().stream().map(PlanSteps::name).toList();
  }

  public static String name(PlannedStep planned) {
    return planned.step().getClass().getAnnotation(StepName.class).value();
  }

  /** The steps of one type, in order. */
  public static <S extends Step> List<S> all(Plan plan, Class<S> type) {
    return plan.steps().stream()
        .filter(each -> each.is(type))
        .map(each -> type.cast(each.step()))
        .toList();
  }

  /** The first of one type. */
  public static <S extends Step> S first(Plan plan, Class<S> type) {
    return all(plan, type).get(0);
  }
}
