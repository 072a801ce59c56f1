package io.github.chthosting.compose.internal.tls;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;
import java.nio.file.Path;

/**
 * Has certbot order a certificate, and nginx serve it.
 *
 * @param layout of the installation
 * @param kept the folder that gets the certificate before
 */
@StepName("run-certbot")
public record RunCertbot(Layout layout, Path kept) implements Step {
  @Override
  public String describe() {
    return "have certbot order a certificate, and nginx of " + layout.project() + " serve it";
  }
}
