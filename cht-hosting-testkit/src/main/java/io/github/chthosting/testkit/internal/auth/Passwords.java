package io.github.chthosting.testkit.internal.auth;

import io.github.chthosting.testkit.internal.http.ApiException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Password hashes as CouchDB writes them. */
public final class Passwords {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Map<String, String> ALGORITHMS =
      Map.of(
          "sha", "HmacSHA1",
          "sha224", "HmacSHA224",
          "sha256", "HmacSHA256",
          "sha384", "HmacSHA384",
          "sha512", "HmacSHA512");

  private Passwords() {}

  /** 32 random hexadecimal digits. */
  public static String salt() {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** The value of {@code [admins]} for a password: {@code -pbkdf2:sha256-key,salt,iterations}. */
  public static String hashAdmin(String password, String prf, int iterations) {
    String salt = salt();
    return "-pbkdf2:"
        + prf
        + "-"
        + pbkdf2(prf, password, salt, iterations)
        + ","
        + salt
        + ","
        + iterations;
  }

  /** Returns whether a value of {@code [admins]} is a hash already. */
  public static boolean isHashed(String value) {
    return value.startsWith("-hashed-") || value.matches("-pbkdf2(:sha(224|256|384|512)?)?-.*");
  }

  /** PBKDF2 (RFC 8018) with a key as long as the hash, in hexadecimal. */
  public static String pbkdf2(String prf, String password, String salt, int iterations) {
    Mac mac = mac(prf, password.getBytes(StandardCharsets.UTF_8));
    mac.update(salt.getBytes(StandardCharsets.UTF_8));
    byte[] block = mac.doFinal(new byte[] {0, 0, 0, 1});
    byte[] key = block.clone();
    for (int i = 1; i < iterations; i++) {
      block = mac.doFinal(block);
      for (int j = 0; j < key.length; j++) {
        key[j] ^= block[j];
      }
    }
    return HexFormat.of().formatHex(key);
  }

  /** SHA-1 of password and salt: the scheme of old documents. */
  static String simple(String password, String salt) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      digest.update(password.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(salt.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** HMAC by CouchDB's name of the hash. */
  static byte[] hmac(String hash, String key, byte[] message) {
    return mac(hash, key.getBytes(StandardCharsets.UTF_8)).doFinal(message);
  }

  static boolean equal(String a, String b) {
    return MessageDigest.isEqual(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  private static Mac mac(String prf, byte[] key) {
    String algorithm = ALGORITHMS.get(prf);
    if (algorithm == null) {
      throw ApiException.forbidden("PRF is invalid");
    }
    try {
      Mac mac = Mac.getInstance(algorithm);
      // An empty key is not allowed here; HMAC pads keys with zeros, so that one zero is the same.
      mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, algorithm));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }
}
