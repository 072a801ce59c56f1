package io.github.chthosting.compose.internal.tls;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;

/** Has {@code .env} say where the certificate comes from. */
@StepName("set-certificate-mode")
public record SetCertificateMode(Layout layout, String to) implements Step {
  @Override
  public String describe() {
    return "set CERTIFICATE_MODE of %s to %s".formatted(layout.project(), to);
  }
}
