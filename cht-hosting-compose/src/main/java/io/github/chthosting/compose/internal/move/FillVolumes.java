package io.github.chthosting.compose.internal.move;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;

/** Gives the volumes of a restored installation what they held. */
@StepName("fill-volumes")
public record FillVolumes(Layout layout) implements Step {
  @Override
  public String describe() {
    return "fill the volumes of " + layout.project() + " with what they held";
  }
}
