package io.github.chthosting.couchdb.internal.rows;

import static io.github.chthosting.couchdb.internal.rows.Swar.BACKSLASHES;
import static io.github.chthosting.couchdb.internal.rows.Swar.NEWLINES;
import static io.github.chthosting.couchdb.internal.rows.Swar.QUOTES;
import static io.github.chthosting.couchdb.internal.rows.Swar.firstZero;
import static io.github.chthosting.couchdb.internal.rows.Swar.lane;
import static io.github.chthosting.couchdb.internal.rows.Swar.word;

/** Steps through JSON in an array of bytes, without making anything of it. */
public final class Bytes {
  private Bytes() {}

  /** The first index from {@code at} that is not white space, at most {@code limit}. */
  public static int skipSpace(byte[] bytes, int at, int limit) {
    int i = at;
    while (i < limit && bytes[i] <= ' ' && isSpace(bytes[i])) {
      i++;
    }
    return i;
  }

  static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  /**
   * The index of the quote that ends the string whose content starts at {@code at}, or -1 if it is
   * not before {@code limit}.
   */
  public static int stringEnd(byte[] bytes, int at, int limit) {
    int i = at;
    while (i + 8 <= limit) {
      long word = word(bytes, i);
      long stops = firstZero(word ^ QUOTES) | firstZero(word ^ BACKSLASHES);
      if (stops == 0) {
        i += 8;
        continue;
      }
      i += lane(stops);
      if (bytes[i] == '"') {
        return i;
      }
      i += 2;
    }
    return stringEndBySteps(bytes, i, limit);
  }

  private static int stringEndBySteps(byte[] bytes, int at, int limit) {
    for (int i = at; i < limit; i++) {
      if (bytes[i] == '"') {
        return i;
      }
      if (bytes[i] == '\\') {
        i++;
      }
    }
    return -1;
  }

  /** The first newline from {@code at}, or -1 if there is none before {@code limit}. */
  public static int newline(byte[] bytes, int at, int limit) {
    int i = at;
    for (; i + 8 <= limit; i += 8) {
      long found = firstZero(word(bytes, i) ^ NEWLINES);
      if (found != 0) {
        return i + lane(found);
      }
    }
    for (; i < limit; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** The index after the value that starts at {@code at}, or -1 if it does not end by the limit. */
  public static int valueEnd(byte[] bytes, int at, int limit, JsonValueScanner containers) {
    byte first = bytes[at];
    if (first == '"') {
      int quote = stringEnd(bytes, at + 1, limit);
      return quote < 0 ? -1 : quote + 1;
    }
    if (first == '{' || first == '[') {
      return containers.end(bytes, at, limit);
    }
    return literalEnd(bytes, at, limit);
  }

  private static int literalEnd(byte[] bytes, int at, int limit) {
    for (int i = at; i < limit; i++) {
      byte b = bytes[i];
      if (b == ',' || b == '}' || b == ']' || isSpace(b)) {
        return i;
      }
    }
    return -1;
  }

  /** Returns whether the bytes from {@code start} up to {@code end} are those of {@code text}. */
  public static boolean same(byte[] bytes, int start, int end, String text) {
    if (end - start != text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (bytes[start + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  static boolean hasControls(byte[] bytes, int start, int end) {
    for (int i = start; i < end; i++) {
      if (bytes[i] >= 0 && bytes[i] < ' ') {
        return true;
      }
    }
    return false;
  }
}
