package io.github.chthosting.compose.tls;

import java.nio.file.Path;
import java.util.Map;

/** What steps about authorities are told. */
final class AcmeArguments {
  private AcmeArguments() {}

  /**
   * @param to folder for the certificate; the key of the account is beside it, for the next time
   */
  static Map<String, String> order(AcmeAuthority authority, String domain, String email, Path to) {
    String host = String.valueOf(authority.directory()).replaceAll("[^A-Za-z0-9.]+", "-");
    return Map.of(
        "names", domain,
        "email", email,
        "directory", authority.directory().toString(),
        "trusted", trusted(authority),
        "account", to.resolveSibling("account-" + host + ".pem").toString(),
        "to", to.toString());
  }

  /** What certbot's compose file and {@code .env} are made of. */
  static Map<String, String> certbot(
      AcmeAuthority authority, String image, String domain, String email, String volume) {
    return Map.of(
        "image", image,
        "email", email,
        "names", domain,
        "directory", CertbotRules.server(authority).orElseThrow(),
        "trusted", trusted(authority),
        "volume", volume);
  }

  private static String trusted(AcmeAuthority authority) {
    return authority.trusted().map(pem -> pem.toAbsolutePath().toString()).orElse("");
  }
}
