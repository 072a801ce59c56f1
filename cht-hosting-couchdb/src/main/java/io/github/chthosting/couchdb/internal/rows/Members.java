package io.github.chthosting.couchdb.internal.rows;

import java.io.IOException;

/**
 * Goes through the members of one object, such as a document, without descending. Not thread-safe.
 */
public final class Members {
  private final JsonValueScanner containers = new JsonValueScanner();
  private byte[] bytes = {};
  private int limit;
  private int at;
  private int nameStart;
  private int nameEnd;
  private int valueStart;
  private int valueEnd;

  /** Starts with the object whose opening bracket is at {@code start}. */
  public Members over(byte[] source, int start, int end) {
    bytes = source;
    at = start + 1;
    limit = end;
    return this;
  }

  /**
   * Moves to the next member.
   *
   * @return false at the closing bracket
   */
  public boolean next() throws IOException {
    at = Bytes.skipSpace(bytes, at, limit);
    if (at < limit && bytes[at] == ',') {
      at = Bytes.skipSpace(bytes, at + 1, limit);
    }
    require(at < limit);
    if (bytes[at] == '}') {
      return false;
    }
    require(bytes[at] == '"');
    nameStart = at + 1;
    nameEnd = Bytes.stringEnd(bytes, nameStart, limit);
    require(nameEnd >= 0);
    valueStart = Json.afterColon(bytes, nameEnd + 1, limit);
    require(valueStart >= 0);
    valueEnd = Bytes.valueEnd(bytes, valueStart, limit, containers);
    require(valueEnd >= 0);
    at = valueEnd;
    return true;
  }

  /** Moves to the member of that name; false if there is none after the current one. */
  public boolean find(String name) throws IOException {
    while (next()) {
      if (is(name)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether the current member has that name, however it is spelled. */
  public boolean is(String name) {
    return Bytes.same(bytes, nameStart, nameEnd, name) || (hasEscape() && name().equals(name));
  }

  private boolean hasEscape() {
    for (int i = nameStart; i < nameEnd; i++) {
      if (bytes[i] == '\\') {
        return true;
      }
    }
    return false;
  }

  public String name() {
    return Json.unescape(bytes, nameStart, nameEnd);
  }

  /** The value as text; empty for an object or array. */
  public String text() {
    return Json.text(bytes, valueStart, valueEnd);
  }

  /** The index of the quote before the name. */
  public int nameStart() {
    return nameStart - 1;
  }

  public int valueStart() {
    return valueStart;
  }

  public int valueEnd() {
    return valueEnd;
  }

  private static void require(boolean holds) throws IOException {
    if (!holds) {
      throw new MalformedJsonException("not a JSON object");
    }
  }
}
