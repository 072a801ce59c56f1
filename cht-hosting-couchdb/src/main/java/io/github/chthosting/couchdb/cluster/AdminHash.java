package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A password as CouchDB keeps it in {@code [admins]}: {@code -pbkdf2-KEY,SALT,ITERATIONS} (SHA-1,
 * 20 bytes), and from 3.4 {@code -pbkdf2:sha256-KEY,SALT,ITERATIONS} (32 bytes). The salt is used
 * as the text that it is. Source: {@code couch_passwords.erl}.
 */
final class AdminHash {
  private static final Pattern FORM =
      Pattern.compile(
          "-pbkdf2(:sha(?<bits>256|512))?-[0-9a-f]+,(?<salt>[^,]+),(?<iterations>[0-9]{1,9})");
  private static final int ITERATIONS = 600_000;

  private AdminHash() {}

  /**
   * Returns a hash with the scheme and iterations of the first old one, and with its salt, too,
   * unless that is to be new. With the same password and salt as before it is the same hash.
   */
  static String of(Secret password, Collection<String> old, boolean newSalt) {
    Matcher matcher = FORM.matcher(old.stream().findFirst().orElse(""));
    if (!matcher.matches()) {
      return of(password, "", randomSalt(), 10);
    }
    String bits = matcher.group("bits") == null ? "" : matcher.group("bits");
    int iterations = Integer.parseInt(matcher.group("iterations"));
    String salt = newSalt ? randomSalt() : matcher.group("salt");
    return of(password, bits, salt, Math.min(iterations, 10 * ITERATIONS));
  }

  static String of(Secret password, String bits, String salt, int iterations) {
    char[] characters = password.reveal();
    int length = bits.isEmpty() ? 160 : Integer.parseInt(bits);
    PBEKeySpec spec = new PBEKeySpec(characters, ascii(salt), iterations, length);
    try {
      String algorithm = "PBKDF2WithHmacSHA" + (bits.isEmpty() ? "1" : bits);
      byte[] key = SecretKeyFactory.getInstance(algorithm).generateSecret(spec).getEncoded();
      String scheme = bits.isEmpty() ? "-pbkdf2-" : "-pbkdf2:sha" + bits + "-";
      return String.format(
          Locale.ROOT, "%s%s,%s,%d", scheme, HexFormat.of().formatHex(key), salt, iterations);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has PBKDF2 with SHA-1, SHA-256 and SHA-512", e);
    } finally {
      spec.clearPassword();
      Arrays.fill(characters, '\0');
    }
  }

  private static byte[] ascii(String salt) {
    return salt.getBytes(StandardCharsets.UTF_8);
  }

  private static String randomSalt() {
    byte[] salt = new byte[16];
    new SecureRandom().nextBytes(salt);
    return HexFormat.of().formatHex(salt);
  }
}
