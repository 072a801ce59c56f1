package io.github.chthosting.couchdb.internal.rows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The few values of a row that are read as text. */
public final class Json {
  private Json() {}

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * The index of the value that belongs to a name, found from after the name's closing quote; -1 at
   * the limit.
   */
  static int afterColon(byte[] bytes, int at, int limit) throws MalformedJsonException {
    int colon = Bytes.skipSpace(bytes, at, limit);
    if (colon >= limit) {
      return -1;
    }
    if (bytes[colon] != ':') {
      throw new MalformedJsonException("a name without a value");
    }
    int value = Bytes.skipSpace(bytes, colon + 1, limit);
    return value < limit ? value : -1;
  }

  /** The string, number or literal at {@code at} as text; empty for anything else. */
  static String text(byte[] bytes, int at, int limit) {
    if (bytes[at] == '"') {
      int end = Bytes.stringEnd(bytes, at + 1, limit);
      return end < 0 ? "" : unescape(bytes, at + 1, end);
    }
    int end = at;
    while (end < limit && "{}[],".indexOf(bytes[end]) < 0 && bytes[end] > ' ') {
      end++;
    }
    return new String(bytes, at, end - at, StandardCharsets.UTF_8);
  }

  /**
   * A sequence: a string's content, or what stands there (CouchDB 1.x and PouchDB have numbers).
   */
  static String seq(byte[] bytes, int start, int end) {
    return bytes[start] == '"'
        ? unescape(bytes, start + 1, end - 1)
        : new String(bytes, start, end - start, StandardCharsets.UTF_8);
  }

  /**
   * Reads the value between {@code start} and {@code end} as a tree.
   *
   * @throws IOException if it is no JSON
   */
  public static JsonNode tree(byte[] bytes, int start, int end) throws IOException {
    try {
      return io.github.chthosting.http.Json.mapper().readTree(bytes, start, end - start);
    } catch (JacksonException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /**
   * The content of a JSON string, between its quotes, with escapes resolved. An escape that JSON
   * does not have becomes U+FFFD; {@link #requireEscapes} finds it.
   */
  public static String unescape(byte[] bytes, int start, int end) {
    String raw = new String(bytes, start, end - start, StandardCharsets.UTF_8);
    int backslash = raw.indexOf('\\');
    if (backslash < 0) {
      return raw;
    }
    StringBuilder text = new StringBuilder(raw.length()).append(raw, 0, backslash);
    for (int i = backslash; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '\\' && i + 1 < raw.length()) {
        i = escape(raw, i + 1, text);
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  /** Resolves the escape whose letter is at {@code at}; returns the index of its last character. */
  private static int escape(String raw, int at, StringBuilder text) {
    char letter = raw.charAt(at);
    if (letter == 'u') {
      int unit = unit(raw, at + 1);
      text.append(unit < 0 ? '\uFFFD' : (char) unit);
      return unit < 0 ? at : at + 4;
    }
    int plain = "bfnrt".indexOf(letter);
    text.append(plain < 0 ? letter : "\b\f\n\r\t".charAt(plain));
    return at;
  }

  /** Four hex digits; -1 if they are not there. */
  private static int unit(String raw, int start) {
    int unit = 0;
    for (int i = start; i < start + 4; i++) {
      int digit = i < raw.length() ? Character.digit(raw.charAt(i), 16) : -1;
      if (digit < 0) {
        return -1;
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }

  /**
   * Checks the escapes of a JSON string, between its quotes.
   *
   * @throws MalformedJsonException for one that JSON does not have
   */
  static void requireEscapes(byte[] bytes, int start, int end) throws MalformedJsonException {
    for (int i = start; i < end; i++) {
      if (bytes[i] == '\\' && !isEscape(bytes, ++i, end)) {
        throw new MalformedJsonException("an escape that JSON does not have");
      }
    }
  }

  private static boolean isEscape(byte[] bytes, int at, int end) {
    if (at >= end || "bfnrtu\"\\/".indexOf(bytes[at]) < 0) {
      return false;
    }
    boolean right = bytes[at] != 'u' || at + 4 < end;
    for (int i = at + 1; right && bytes[at] == 'u' && i <= at + 4; i++) {
      right = Character.digit(bytes[i], 16) >= 0;
    }
    return right;
  }
}
