package io.github.chthosting.compose.internal.tls;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * Orders a certificate from an authority, by ACME.
 *
 * @param layout of the installation whose nginx answers the challenge
 * @param names that it is for
 * @param email where the authority writes to
 * @param directory of the authority
 * @param trusted a PEM file with the authority of its own server; empty for those that Java knows
 * @param account the file with the key of the account
 * @param to the folder that gets the certificate
 */
@StepName("order-certificate")
public record OrderCertificate(
    Layout layout,
    List<String> names,
    String email,
    URI directory,
    String trusted,
    Path account,
    Path to)
    implements Step {
  public OrderCertificate {
    names = List.copyOf(names);
  }

  @Override
  public String describe() {
    return "order a certificate for %s from %s".formatted(String.join(", ", names), directory);
  }
}
