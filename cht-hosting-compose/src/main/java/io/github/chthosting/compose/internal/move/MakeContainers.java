package io.github.chthosting.compose.internal.move;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;

/** Makes the containers of a restored installation, and starts none. */
@StepName("make-containers")
public record MakeContainers(Layout layout) implements Step {
  @Override
  public String describe() {
    return "make the containers of " + layout.project() + ", without starting them";
  }
}
