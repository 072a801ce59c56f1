package io.github.chthosting.compose.release;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file of a release, as it came.
 *
 * @param name {@code cht-core.yml}: the upgrade service finds files by their names, so it is kept
 * @param text of it
 */
public record ReleaseFile(String name, String text) {
  /** The file with the services of the CHT. */
  public static final String CORE = "cht-core.yml";

  /** The file with one CouchDB node. */
  public static final String COUCHDB = "cht-couchdb.yml";

  /** The file with three CouchDB nodes. */
  public static final String COUCHDB_CLUSTERED = "cht-couchdb-clustered.yml";

  /** The file with the upgrade service. */
  public static final String UPGRADE_SERVICE = "docker-compose.yml";

  /** Returns the SHA-256 of its UTF-8 bytes, 64 hexadecimal digits. */
  public String sha256() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Returns its name and the beginning of its hash. */
  @Override
  public String toString() {
    return name + " (sha256 " + sha256().substring(0, 12) + ")";
  }
}
