package io.github.chthosting.compose.internal.move;

import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;

/**
 * Stops a CHT 3.x.
 *
 * @param container that it runs in
 * @param restart its restart policy, for the way back
 * @param running whether it runs
 */
@StepName("stop-legacy")
public record StopLegacy(String container, String restart, boolean running) implements Step {
  @Override
  public String describe() {
    return "stop the container " + container;
  }
}
