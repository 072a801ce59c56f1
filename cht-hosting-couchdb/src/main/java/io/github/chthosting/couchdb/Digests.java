package io.github.chthosting.couchdb;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** MD5, which is what CouchDB has of an attachment; it finds accidents, not attacks. */
final class Digests {
  private Digests() {}

  static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  static String md5(Path file) throws IOException {
    MessageDigest md5 = md5();
    try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), md5)) {
      Files.copy(file, out);
    }
    return base64(md5);
  }

  static String base64(MessageDigest digest) {
    return Base64.getEncoder().encodeToString(digest.digest());
  }
}
