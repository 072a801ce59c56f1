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

  /** From after a name's quote to its value: the index of that, or -1 at the limit. */
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

  /** The content of a JSON string, between its quotes, with escapes resolved. */
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
    if (letter == 'u' && at + 4 < raw.length()) {
      text.append((char) Integer.parseInt(raw, at + 1, at + 5, 16));
      return at + 4;
    }
    int plain = "bfnrt".indexOf(letter);
    text.append(plain < 0 ? letter : "\b\f\n\r\t".charAt(plain));
    return at;
  }
}
