package io.github.chthosting.couchdb.internal.backup;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The two hashes that a backup knows. */
final class Hash {
  private Hash() {}

  static MessageDigest sha256() {
    return digest("SHA-256");
  }

  /** CouchDB's digest of attachments. */
  static MessageDigest md5() {
    return digest("MD5");
  }

  private static MessageDigest digest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has " + name, e);
    }
  }

  /** Ends {@code digest} and gives it in hex. */
  static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }
}
