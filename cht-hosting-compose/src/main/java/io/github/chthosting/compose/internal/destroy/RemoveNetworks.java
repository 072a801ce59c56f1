package io.github.chthosting.compose.internal.destroy;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;

/**
 * Removes the networks of an installation.
 *
 * @param layout of the installation
 * @param certbot the project of its certbot; empty if it has none
 */
@StepName("remove-networks")
public record RemoveNetworks(Layout layout, String certbot) implements Step {
  @Override
  public String describe() {
    return "remove the networks of " + layout.project();
  }
}
