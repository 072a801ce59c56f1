package io.github.chthosting.testkit.internal.store;

import io.github.chthosting.testkit.internal.http.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A revision's name, {@code 3-967a00…}. Ids of 32 hexadecimal digits are 16 bytes for CouchDB and
 * compare as such, others as their own bytes; {@code parse} writes the former in lower case.
 */
public record Rev(long pos, String id) implements Comparable<Rev> {

  /**
   * Parses {@code 3-967a00…}.
   *
   * @throws ApiException 400 {@code Invalid rev format} as CouchDB words it
   */
  public static Rev parse(String text) {
    int dash = text.indexOf('-');
    if (dash < 1 || dash > 18 || !text.substring(0, dash).chars().allMatch(Rev::isDigit)) {
      throw invalid();
    }
    long pos = Long.parseLong(text.substring(0, dash));
    String id = text.substring(dash + 1);
    return new Rev(pos, pos == 0 ? id : parseId(id));
  }

  /** The id as it is kept: 32 hexadecimal digits in lower case, anything else as it came. */
  public static String parseId(String id) {
    if (id.length() != 32) {
      return id;
    }
    if (!isHex(id)) {
      throw ApiException.badRequest("Invalid rev format");
    }
    return id.toLowerCase(java.util.Locale.ROOT);
  }

  /** Returns whether CouchDB keeps this id as 16 bytes. */
  static boolean isHex(String id) {
    return id.length() == 32 && id.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
  }

  static byte[] idBytes(String id) {
    if (!isHex(id)) {
      return id.getBytes(StandardCharsets.UTF_8);
    }
    byte[] bytes = new byte[16];
    for (int i = 0; i < 16; i++) {
      bytes[i] =
          (byte)
              (Character.digit(id.charAt(2 * i), 16) << 4
                  | Character.digit(id.charAt(2 * i + 1), 16));
    }
    return bytes;
  }

  static int compareIds(String a, String b) {
    return a.length() == 32 && b.length() == 32
        ? a.compareTo(b)
        : Arrays.compareUnsigned(idBytes(a), idBytes(b));
  }

  @Override
  public int compareTo(Rev other) {
    int byPos = Long.compare(pos, other.pos);
    return byPos != 0 ? byPos : compareIds(id, other.id);
  }

  @Override
  public String toString() {
    return pos + "-" + id;
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static ApiException invalid() {
    return ApiException.badRequest("Invalid rev format");
  }
}
