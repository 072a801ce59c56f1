package io.github.chthosting.compose.deployment;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An authority that issues certificates over ACME (RFC 8555).
 *
 * @param directory where its service begins
 * @param trusted PEM of the authority that its own HTTPS certificate is from, if Java does not know
 *     it
 */
public record AcmeAuthority(URI directory, Optional<Path> trusted) {
  /** The authority Let's Encrypt: five identical certificates a week and no more. */
  public static final AcmeAuthority LETS_ENCRYPT = of("acme://letsencrypt.org");

  /**
   * The staging service of Let's Encrypt, for tries: without those limits, and browsers do not
   * trust it.
   */
  public static final AcmeAuthority LETS_ENCRYPT_STAGING = of("acme://letsencrypt.org/staging");

  /** Returns the authority with this URL of its directory. */
  public static AcmeAuthority of(String directory) {
    return new AcmeAuthority(URI.create(directory), Optional.empty());
  }

  /** Returns the same authority with the certificate of the authority that its HTTPS is from. */
  public AcmeAuthority trusting(Path pem) {
    return new AcmeAuthority(directory, Optional.of(pem));
  }
}
