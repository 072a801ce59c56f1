package io.github.chthosting.compose.internal.upgrade;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;

/**
 * Replaces the services of one version by those of the one before.
 *
 * @param layout of the installation
 * @param from the name that the version that runs is kept under
 * @param to the name that the other one is kept under
 */
@StepName("roll-back-services")
public record RollBackServices(Layout layout, String from, String to) implements Step {
  @Override
  public String describe() {
    return "put the services of %s back: %s by %s".formatted(layout.project(), from, to);
  }
}
