package io.github.chthosting.compose.internal.tenants;

import io.github.chthosting.UnreachableException;
import io.github.chthosting.operation.Waiting;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.platform.certificate.ServedCertificate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Proves that the proxy leads each domain to its own tenant: by the certificate that is shown. */
final class Served {
  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final Duration LIMIT = Duration.ofSeconds(6);

  private Served() {}

  /**
   * Waits until the proxy shows, for each domain, what its tenant shows itself. A tenant that does
   * not answer is none of the proxy's business.
   *
   * @param tenants where the proxy hands on to
   * @param proxy port of its HTTPS on this host
   */
  static void await(List<ServedDomain> tenants, int proxy, WorkContext context) {
    tenants.forEach(each -> await(each.domain(), each.port(), proxy, context));
  }

  private static void await(String domain, int tenant, int proxy, WorkContext context) {
    Optional<String> wanted = shown(tenant, domain);
    if (wanted.isPresent()) {
      Waiting.until(
          () -> shown(proxy, domain).equals(wanted),
          LIMIT,
          context,
          "verify the proxy",
          () ->
              "it does not show the certificate of " + domain + ", which port " + tenant + " has");
    }
  }

  private static Optional<String> shown(int port, String domain) {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try {
      return Optional.of(ServedCertificate.at(address, domain, LOOK).fingerprint());
    } catch (UnreachableException e) {
      return Optional.empty();
    }
  }
}
