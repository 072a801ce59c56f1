package io.github.chthosting.couchdb.internal.rows;

import java.io.IOException;

/**
 * One element of the {@code results} of {@code _bulk_get}: an id and the revisions that were found
 * or not. Not thread-safe.
 */
public final class BulkGetRow implements Row {
  private static final int ATTACHMENTS = 1;
  private static final int CONTROLS = 2;

  private final JsonValueScanner containers = new JsonValueScanner();
  private final Slices found = new Slices();
  private final Slices flags = new Slices();
  private final Slices missing = new Slices();
  private byte[] bytes = {};
  private int idStart;
  private int idEnd;

  @Override
  public int parse(byte[] source, int start, int limit) throws IOException {
    bytes = source;
    idStart = -1;
    found.clear();
    flags.clear();
    missing.clear();
    int at = start + 1;
    while (true) {
      at = Bytes.skipSpace(source, at, limit);
      if (at >= limit) {
        return -1;
      }
      byte b = source[at];
      if (b == '}') {
        requireWhole();
        return at + 1;
      }
      at = b == ',' ? at + 1 : member(source, at, limit);
      if (at < 0) {
        return -1;
      }
    }
  }

  private void requireWhole() throws IOException {
    if (idStart < 0 || found.count() + missing.count() == 0) {
      throw new MalformedJsonException("a result of _bulk_get without id or docs");
    }
  }

  private int member(byte[] b, int quote, int limit) throws IOException {
    int keyEnd = nameEnd(b, quote, limit);
    int at = keyEnd < 0 ? -1 : Json.afterColon(b, keyEnd + 1, limit);
    if (at < 0) {
      return -1;
    }
    if (b[at] == '[' && Bytes.same(b, quote + 1, keyEnd, "docs")) {
      return docs(b, at + 1, limit);
    }
    int end = Bytes.valueEnd(b, at, limit, containers);
    if (b[at] == '"' && Bytes.same(b, quote + 1, keyEnd, "id")) {
      idStart = at + 1;
      idEnd = end - 1;
      Json.requireEscapes(b, idStart, idEnd);
    }
    return end;
  }

  private static int nameEnd(byte[] b, int quote, int limit) throws IOException {
    if (b[quote] != '"') {
      throw new MalformedJsonException("'" + (char) b[quote] + "' where a name was expected");
    }
    return Bytes.stringEnd(b, quote + 1, limit);
  }

  /** {@code {"ok":{...}},{"error":{...}}]}, from after the opening bracket. */
  private int docs(byte[] b, int start, int limit) throws IOException {
    int at = start;
    while (true) {
      at = Bytes.skipSpace(b, at, limit);
      if (at >= limit) {
        return -1;
      }
      if (b[at] == ']') {
        return at + 1;
      }
      if (b[at] != ',' && b[at] != '{') {
        throw new MalformedJsonException("'" + (char) b[at] + "' where a revision was expected");
      }
      at = b[at] == ',' ? at + 1 : doc(b, at + 1, limit);
      if (at < 0) {
        return -1;
      }
    }
  }

  private int doc(byte[] b, int start, int limit) throws IOException {
    int quote = Bytes.skipSpace(b, start, limit);
    int keyEnd = quote >= limit ? -1 : nameEnd(b, quote, limit);
    int at = keyEnd < 0 ? -1 : Json.afterColon(b, keyEnd + 1, limit);
    int end = at < 0 ? -1 : Bytes.valueEnd(b, at, limit, containers);
    int close = end < 0 ? limit : Bytes.skipSpace(b, end, limit);
    if (close >= limit) {
      return -1;
    }
    if (b[close] != '}' || b[at] != '{') {
      throw new MalformedJsonException("a revision that is neither ok nor an error");
    }
    if (Bytes.same(b, quote + 1, keyEnd, "ok")) {
      found.add(at, end);
      flags.add(
          (containers.attachments() ? ATTACHMENTS : 0) | (containers.controls() ? CONTROLS : 0), 0);
    } else {
      missing.add(at, end);
    }
    return close + 1;
  }

  /** The array that all indices are of. */
  public byte[] bytes() {
    return bytes;
  }

  /** Content of the id, escapes not resolved. */
  public int idStart() {
    return idStart;
  }

  public int idEnd() {
    return idEnd;
  }

  /** The documents that were found. */
  public Slices found() {
    return found;
  }

  /** The objects that say why a revision was not: {@code id, rev, error, reason}. */
  public Slices missing() {
    return missing;
  }

  /** See {@link JsonValueScanner#attachments()}. */
  public boolean mayHaveAttachments(int index) {
    return (flags.start(index) & ATTACHMENTS) != 0;
  }

  /** See {@link JsonValueScanner#controls()}. */
  public boolean mayHaveControls(int index) {
    return (flags.start(index) & CONTROLS) != 0;
  }
}
