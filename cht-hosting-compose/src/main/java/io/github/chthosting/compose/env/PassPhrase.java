package io.github.chthosting.compose.env;

import io.github.chthosting.Secret;
import java.security.SecureRandom;
import java.util.HexFormat;
import me.gosimple.nbvcxz.resources.Generator;

/**
 * Secrets for a new instance, from the platform's cryptographic source.
 *
 * <p>Words are of the EFF's long list (7,776 words, 12.9 bits each), as the library nbvcxz holds
 * it.
 */
public final class PassPhrase {
  /** The number of words, which are worth 90 bits. */
  public static final int WORDS = 7;

  private static final SecureRandom RANDOM = new SecureRandom();

  private PassPhrase() {}

  /**
   * Returns seven words with hyphens between: lower-case letters and hyphens only, fit for any URL.
   */
  public static Secret words() {
    return Secret.of(Generator.generatePassphrase("-", WORDS));
  }

  /** Returns 32 hexadecimal digits, as CouchDB names a server. */
  public static String uuid() {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
