package io.github.chthosting.compose.internal.run;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;

/** Keeps containers that are about to be stopped from starting with the engine. */
@StepName("hold-containers")
public record HoldContainers(Layout layout) implements Step {
  @Override
  public String describe() {
    return "keep the containers of " + layout.project() + " down when the engine starts";
  }
}
