package io.github.chthosting.compose.deployment;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Who issues certificates over ACME (RFC 8555).
 *
 * @param directory where its service begins
 * @param trusted PEM of the authority that its own HTTPS certificate is from, if Java does not know
 *     it
 */
public record AcmeAuthority(URI directory, Optional<Path> trusted) {
  /** Let's Encrypt. Five identical certificates a week and no more. */
  public static final AcmeAuthority LETS_ENCRYPT = of("acme://letsencrypt.org");

  /** Let's Encrypt for tries: without those limits, and browsers do not trust it. */
  public static final AcmeAuthority LETS_ENCRYPT_STAGING = of("acme://letsencrypt.org/staging");

  /** Another one, by the URL of its directory. */
  public static AcmeAuthority of(String directory) {
    return new AcmeAuthority(URI.create(directory), Optional.empty());
  }

  /** The same with the certificate of the authority that its HTTPS is from. */
  public AcmeAuthority trusting(Path pem) {
    return new AcmeAuthority(directory, Optional.of(pem));
  }
}
