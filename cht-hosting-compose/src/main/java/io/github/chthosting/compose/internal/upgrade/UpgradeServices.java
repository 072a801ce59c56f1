package io.github.chthosting.compose.internal.upgrade;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;

/**
 * Replaces the services of one version by those of another.
 *
 * @param layout of the installation
 * @param from the name that the version that runs is kept under
 * @param to the name that the other one is kept under
 */
@StepName("upgrade-services")
public record UpgradeServices(Layout layout, String from, String to) implements Step {
  @Override
  public String describe() {
    return "replace the services of %s: %s by %s".formatted(layout.project(), from, to);
  }
}
