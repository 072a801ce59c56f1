package io.github.chthosting.compose.internal.tls;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;
import java.nio.file.Path;

/**
 * Has nginx serve a certificate, and keeps the one before.
 *
 * @param layout of the installation
 * @param certificate PEM, with its chain
 * @param key PEM
 * @param sha256 fingerprint that must be served; empty if it is not known yet
 * @param kept the folder that gets the one before
 */
@StepName("serve-certificate")
public record ServeCertificate(Layout layout, Path certificate, Path key, String sha256, Path kept)
    implements Step {
  @Override
  public String describe() {
    return "have nginx of %s serve %s%s"
        .formatted(
            layout.project(), certificate, sha256.isEmpty() ? "" : " (SHA-256 " + sha256 + ")");
  }
}
