package io.github.chthosting.compose.internal.destroy;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;

/**
 * Removes the containers of an installation.
 *
 * @param layout of the installation
 * @param certbot the project of its certbot; empty if it has none
 */
@StepName("remove-containers")
public record RemoveContainers(Layout layout, String certbot) implements Step {
  @Override
  public String describe() {
    return "remove the containers of " + layout.project();
  }
}
