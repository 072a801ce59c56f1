package io.github.chthosting.compose.internal.upgrade;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;

/**
 * Replaces the upgrade service by its newest.
 *
 * @param layout of the installation
 * @param sha256 of its compose file as it was when this was planned
 */
@StepName("exchange-upgrade-service")
public record ExchangeUpgradeService(Layout layout, String sha256) implements Step {
  @Override
  public String describe() {
    return "replace the upgrade service of " + layout.project();
  }
}
