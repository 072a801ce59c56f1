package io.github.chthosting.compose.internal.tenants;

import io.github.chthosting.UnreachableException;
import io.github.chthosting.compose.internal.run.Waiting;
import io.github.chthosting.compose.tls.ServedCertificate;
import io.github.chthosting.operation.WorkContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
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
   * @param tenants {@code DOMAIN=PORT}, with commas between
   * @param proxy port of its HTTPS on this host
   */
  static void await(String tenants, int proxy, WorkContext context) {
    Arrays.stream(tenants.split(","))
        .map(each -> each.split("=", 2))
        .forEach(pair -> await(pair[0], Integer.parseInt(pair[1]), proxy, context));
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
