package io.github.chthosting.compose.internal.tls;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;

/**
 * Has nginx read its certificate anew.
 *
 * @param layout of the installation
 * @param sha256 fingerprint that must be served
 */
@StepName("reload-certificate")
public record ReloadCertificate(Layout layout, String sha256) implements Step {
  @Override
  public String describe() {
    return "have nginx of " + layout.project() + " read its certificate again";
  }
}
