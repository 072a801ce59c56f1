package io.github.chthosting.couchdb.internal.rows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A hash of 128 bits of what a document says, whatever the order of its members, its white space,
 * its escapes and the spelling of its numbers. It reads the whole of the JSON, and refuses what is
 * none. Not for use against an adversary. Not thread-safe.
 */
public final class CanonicalHash {
  private static final long PRIME_A = 0x9E3779B97F4A7C15L;
  private static final long PRIME_B = 0xC2B2AE3D27D4EB4FL;
  private static final Place[] PLACES = Place.values();

  /** Set in the kind of what has an element already; a comma or the end must follow. */
  private static final int STARTED = 8;

  /** Set in the kind of an object whose next value does not count. */
  private static final int IGNORED = 16;

  private static final int PLACE = 7;

  private final Nesting nesting = new Nesting();
  private byte[] bytes = {};
  private int limit;
  private int at;
  private boolean first;
  private boolean deleted;
  private boolean attached;

  // The hash of the value that was read last.
  private long a;
  private long b;

  public long a() {
    return a;
  }

  public long b() {
    return b;
  }

  /** Returns whether the document says that it is deleted. */
  public boolean deleted() {
    return deleted;
  }

  /** Returns whether the document tells of attachments. */
  public boolean attached() {
    return attached;
  }

  /** Hashes a document, whose revision is of the first generation or not. */
  public void document(byte[] source, int start, int end, boolean firstGeneration)
      throws IOException {
    first = firstGeneration;
    deleted = false;
    attached = false;
    bytes = source;
    at = start;
    limit = end;
    nesting.clear();
    if (peek() != '{') {
      throw malformed("no object");
    }
    open(Place.DOCUMENT);
    while (nesting.depth() > 0) {
      step();
    }
    if (Bytes.skipSpace(bytes, at, limit) != limit) {
      throw malformed("something after the document");
    }
  }

  private Place place() {
    return PLACES[nesting.kind() & PLACE];
  }

  /** Kept in memory only, in a byte for each level. */
  @SuppressWarnings("EnumOrdinal")
  private static int kind(Place place) {
    return place.ordinal();
  }

  private void open(Place place) throws IOException {
    at++;
    if (nesting.depth() >= Nesting.DEEPEST) {
      throw malformed("more than " + Nesting.DEEPEST + " levels");
    }
    boolean array = place == Place.ARRAY;
    nesting.open(kind(place), array ? PRIME_B : PRIME_A, array ? PRIME_A : PRIME_B);
  }

  /** Goes on by one element, or to the end of what is open. */
  private void step() throws IOException {
    Place place = place();
    char end = place == Place.ARRAY ? ']' : '}';
    byte next = peek();
    boolean started = (nesting.kind() & STARTED) != 0;
    if (next == end || (started && next != ',')) {
      expect(end);
      close(place);
      return;
    }
    at += started ? 1 : 0;
    nesting.kind(kind(place) | STARTED);
    value(place == Place.ARRAY ? Place.OTHER : name(place));
  }

  /** Reads a name up to its value; returns what that is if it is an object. */
  private Place name(Place place) throws IOException {
    peek();
    int start = at + 1;
    string();
    int end = at - 1;
    nesting.name(a, b);
    expect(':');
    if (place == Place.DOCUMENT && start < end && bytes[start] == '_') {
      if (Bytes.same(bytes, start, end, "_deleted")) {
        deleted = peek() == 't';
      }
      attached |= Bytes.same(bytes, start, end, "_attachments");
    }
    if (!place.counts(bytes, start, end, first)) {
      nesting.kind(nesting.kind() | IGNORED);
    }
    return place.of(bytes, start, end);
  }

  private void value(Place place) throws IOException {
    byte start = peek();
    if (start == '{') {
      open(place);
    } else if (start == '[') {
      open(Place.ARRAY);
    } else {
      if (start == '"') {
        string();
      } else {
        literal();
      }
      add();
    }
  }

  private void close(Place place) {
    boolean array = place == Place.ARRAY;
    a = mix(nesting.a() ^ (array ? 0x5B : 0x7B));
    b = mix(nesting.b() ^ (array ? 0x5D : 0x7D));
    nesting.close();
    if (nesting.depth() > 0) {
      add();
    }
  }

  /** Adds the value that was read last to what it is in. */
  private void add() {
    if (place() == Place.ARRAY) {
      nesting.sum(mix(nesting.a() * PRIME_A + a), mix(nesting.b() * PRIME_B + b));
    } else if ((nesting.kind() & IGNORED) == 0) {
      // A sum does not know in which order its members came.
      nesting.sum(
          nesting.a() + mix(nesting.nameA() * PRIME_B + a),
          nesting.b() + mix(nesting.nameB() * PRIME_A + b));
    }
  }

  private void string() throws IOException {
    expect('"');
    int end = Bytes.stringEnd(bytes, at, limit);
    if (end < 0) {
      throw malformed("a string that does not end");
    }
    if (hasEscape(at, end)) {
      Json.requireEscapes(bytes, at, end);
      byte[] text = Json.unescape(bytes, at, end).getBytes(StandardCharsets.UTF_8);
      hash('"', text, 0, text.length);
    } else {
      hash('"', bytes, at, end);
    }
    at = end + 1;
  }

  private boolean hasEscape(int start, int end) throws IOException {
    for (int i = start; i < end; i++) {
      if (bytes[i] == '\\') {
        return true;
      }
      if (bytes[i] >= 0 && bytes[i] < ' ') {
        throw malformed("a control character in a string");
      }
    }
    return false;
  }

  private void literal() throws IOException {
    int start = at;
    while (at < limit && ",]}".indexOf(bytes[at]) < 0 && bytes[at] > ' ') {
      at++;
    }
    String text = new String(bytes, start, at - start, StandardCharsets.UTF_8);
    byte[] canonical = canonical(text).getBytes(StandardCharsets.UTF_8);
    hash('0', canonical, 0, canonical.length);
  }

  private String canonical(String text) throws IOException {
    if (text.equals("true") || text.equals("false") || text.equals("null")) {
      return text;
    }
    try {
      return CanonicalNumber.of(text);
    } catch (NumberFormatException e) {
      throw malformed("'" + text.substring(0, Math.min(100, text.length())) + "'");
    }
  }

  private void hash(int kind, byte[] source, int start, int end) {
    long lowA = PRIME_A ^ kind;
    long lowB = PRIME_B ^ kind;
    for (int i = start; i < end; i++) {
      lowA = (lowA ^ source[i]) * 0x100000001B3L;
      lowB = (lowB + source[i]) * PRIME_A;
    }
    a = mix(lowA + end - start);
    b = mix(lowB + end - start);
  }

  public static long mix(long value) {
    long x = (value ^ (value >>> 32)) * 0xD6E8FEB86659FD93L;
    x = (x ^ (x >>> 29)) * PRIME_B;
    return x ^ (x >>> 32);
  }

  private byte peek() throws IOException {
    at = Bytes.skipSpace(bytes, at, limit);
    if (at >= limit) {
      throw malformed("its end");
    }
    return bytes[at];
  }

  private void expect(char wanted) throws IOException {
    if (peek() != wanted) {
      throw malformed("'" + (char) bytes[at] + "' where '" + wanted + "' was due");
    }
    at++;
  }

  private MalformedJsonException malformed(String what) {
    return new MalformedJsonException("not a JSON document: " + what + " at byte " + at);
  }
}
