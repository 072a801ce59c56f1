package io.github.chthosting.couchdb.internal.backup;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;

/** Names of folders for databases: one for each name, fit for any file system. */
final class Folders {
  private static final int LONGEST = 100;
  private static final Set<String> RESERVED =
      Set.of(
          "con", "prn", "aux", "nul", "com0", "com1", "com2", "com3", "com4", "com5", "com6",
          "com7", "com8", "com9", "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7",
          "lpt8", "lpt9");

  private Folders() {}

  /**
   * Lower-case letters, digits, {@code -} and {@code _} stand for themselves, every other byte is
   * {@code %hh}. What would be too long ends in {@code ~} and the SHA-256 of the name. A name that
   * Windows keeps for itself has its first letter escaped.
   */
  static String of(String database) {
    StringBuilder folder = new StringBuilder();
    for (byte b : database.getBytes(StandardCharsets.UTF_8)) {
      boolean escaped = !isPlain(b) || (folder.isEmpty() && RESERVED.contains(database));
      if (escaped) {
        folder.append('%').append(HexFormat.of().toHexDigits(b));
      } else {
        folder.append((char) b);
      }
    }
    return "databases/" + shortened(folder.toString(), database);
  }

  private static boolean isPlain(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b == '-' || b == '_';
  }

  private static String shortened(String folder, String database) {
    if (folder.length() <= LONGEST) {
      return folder;
    }
    byte[] hash = Hash.sha256().digest(database.getBytes(StandardCharsets.UTF_8));
    return folder.substring(0, LONGEST / 3) + "~" + HexFormat.of().formatHex(hash);
  }
}
