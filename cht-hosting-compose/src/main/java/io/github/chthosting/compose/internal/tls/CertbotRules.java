package io.github.chthosting.compose.internal.tls;

import io.github.chthosting.compose.deployment.AcmeAuthority;
import io.github.chthosting.plan.PlanRefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The conditions of certbot beside those of every authority: its hook writes to fixed places. */
public final class CertbotRules {
  private static final String LETS_ENCRYPT = "https://acme-v02.api.letsencrypt.org/directory";
  private static final String STAGING = "https://acme-staging-v02.api.letsencrypt.org/directory";

  private CertbotRules() {}

  public static void require(Nginx nginx, AcmeAuthority authority) {
    List<String> reasons = new ArrayList<>();
    String volume = nginx.volume();
    if (volume.isEmpty() || volume.startsWith("/")) {
      reasons.add(
          "nginx has its certificates in "
              + (volume.isEmpty() ? "its container" : volume)
              + ", and certbot needs a volume of the engine: use planAcme");
    }
    if (!nginx.hasUsualPaths()) {
      reasons.add(
          "nginx reads %s and %s, and the CHT's deploy.sh writes cert.pem and key.pem of %s: use planAcme"
              .formatted(nginx.certificatePath(), nginx.keyPath(), nginx.folder()));
    }
    if (server(authority).isEmpty()) {
      reasons.add(authority.directory() + " is not known to certbot: give the https:// address");
    }
    if (!reasons.isEmpty()) {
      throw new PlanRefusedException("certificate by certbot", reasons);
    }
  }

  /** The address for certbot's {@code --server}; empty if certbot cannot use it. */
  public static Optional<String> server(AcmeAuthority authority) {
    if (authority.directory().equals(AcmeAuthority.LETS_ENCRYPT.directory())) {
      return Optional.of(LETS_ENCRYPT);
    }
    if (authority.directory().equals(AcmeAuthority.LETS_ENCRYPT_STAGING.directory())) {
      return Optional.of(STAGING);
    }
    return Optional.of(authority.directory().toString()).filter(url -> url.startsWith("https://"));
  }
}
