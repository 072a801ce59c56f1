package io.github.chthosting.compose.internal.run;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;

/** Compares the databases with what was recorded of them, before the CHT writes to them. */
@StepName("check-databases")
public record CheckDatabases(Layout layout) implements Step {
  @Override
  public String describe() {
    return "compare the databases of " + layout.project() + " with what was recorded of them";
  }
}
