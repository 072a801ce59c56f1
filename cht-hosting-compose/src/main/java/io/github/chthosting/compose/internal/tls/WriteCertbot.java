package io.github.chthosting.compose.internal.tls;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;

/**
 * Writes the compose file and settings of certbot.
 *
 * @param layout of the installation
 * @param image of certbot
 * @param email where the authority writes to
 * @param domain that the certificate is for
 * @param directory of the authority, as certbot takes it
 * @param trusted a PEM file with the authority of its own server; empty for those that certbot
 *     knows
 * @param volume with nginx's certificates
 */
@StepName("write-certbot")
public record WriteCertbot(
    Layout layout,
    String image,
    String email,
    String domain,
    String directory,
    String trusted,
    String volume)
    implements Step {
  @Override
  public String describe() {
    return "write the files of certbot for " + domain;
  }
}
