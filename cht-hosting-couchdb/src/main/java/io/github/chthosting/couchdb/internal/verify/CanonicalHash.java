package io.github.chthosting.couchdb.internal.verify;

import io.github.chthosting.couchdb.internal.rows.Bytes;
import io.github.chthosting.couchdb.internal.rows.Json;
import io.github.chthosting.couchdb.internal.rows.MalformedJsonException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * A hash of 128 bits of what a document says, whatever the order of its members, its white space,
 * its escapes and the spelling of its numbers. It reads the whole of the JSON, and refuses what is
 * none. Not for use against an adversary. Not thread-safe.
 */
public final class CanonicalHash {
  private static final int DEEPEST = 1000;
  private static final long PRIME_A = 0x9E3779B97F4A7C15L;
  private static final long PRIME_B = 0xC2B2AE3D27D4EB4FL;
  private static final int LONGEST_NUMBER = 300;

  private byte[] bytes = {};
  private int limit;
  private int at;
  private boolean first;
  private boolean deleted;

  // The hash of the value that was read last.
  private long a;
  private long b;

  public long a() {
    return a;
  }

  public long b() {
    return b;
  }

  /** Whether the document says that it is deleted. */
  boolean deleted() {
    return deleted;
  }

  /** Hashes a document, whose revision is of the first generation or not. */
  public void document(byte[] source, int start, int end, boolean firstGeneration)
      throws IOException {
    first = firstGeneration;
    deleted = false;
    bytes = source;
    at = start;
    limit = end;
    object(Place.DOCUMENT, 0);
    if (Bytes.skipSpace(bytes, at, limit) != limit) {
      throw malformed("something after the document");
    }
  }

  /** What members of an object mean to a backup. */
  private enum Place {
    DOCUMENT,
    ATTACHMENTS,
    ATTACHMENT,
    OTHER
  }

  private void value(Place place, int depth) throws IOException {
    if (depth > DEEPEST) {
      throw malformed("more than " + DEEPEST + " levels");
    }
    byte start = peek();
    if (start == '{') {
      object(place, depth);
    } else if (start == '[') {
      array(depth);
    } else if (start == '"') {
      string();
    } else {
      literal();
    }
  }

  private void object(Place place, int depth) throws IOException {
    expect('{');
    long sumA = PRIME_A;
    long sumB = PRIME_B;
    boolean more = peek() != '}';
    while (more) {
      int nameStart = at + 1;
      string();
      int nameEnd = at - 1;
      long nameA = a;
      long nameB = b;
      expect(':');
      noteDeletion(place, nameStart, nameEnd);
      value(placeOf(place, nameStart, nameEnd), depth + 1);
      if (counts(place, nameStart, nameEnd)) {
        // A sum does not know in which order its members came.
        sumA += mix(nameA * PRIME_B + a);
        sumB += mix(nameB * PRIME_A + b);
      }
      more = peek() == ',';
      if (more) {
        at++;
        peek();
      }
    }
    expect('}');
    a = mix(sumA ^ 0x7B);
    b = mix(sumB ^ 0x7D);
  }

  private void noteDeletion(Place place, int nameStart, int nameEnd) throws IOException {
    if (place == Place.DOCUMENT && Bytes.same(bytes, nameStart, nameEnd, "_deleted")) {
      deleted = peek() == 't';
    }
  }

  private Place placeOf(Place place, int nameStart, int nameEnd) {
    if (place == Place.DOCUMENT && Bytes.same(bytes, nameStart, nameEnd, "_attachments")) {
      return Place.ATTACHMENTS;
    }
    return place == Place.ATTACHMENTS ? Place.ATTACHMENT : Place.OTHER;
  }

  /**
   * The history of a first generation is the revision itself, and CouchDB does not always tell it.
   * How an attachment came and where the backup has it are not the document's.
   */
  private boolean counts(Place place, int nameStart, int nameEnd) {
    return switch (place) {
      case DOCUMENT -> !(Bytes.same(bytes, nameStart, nameEnd, "_revisions") && first);
      case ATTACHMENT ->
          !Bytes.same(bytes, nameStart, nameEnd, "stored")
              && !Bytes.same(bytes, nameStart, nameEnd, "stub");
      case ATTACHMENTS, OTHER -> true;
    };
  }

  private void array(int depth) throws IOException {
    expect('[');
    long chainA = PRIME_B;
    long chainB = PRIME_A;
    boolean more = peek() != ']';
    while (more) {
      value(Place.OTHER, depth + 1);
      chainA = mix(chainA * PRIME_A + a);
      chainB = mix(chainB * PRIME_B + b);
      more = peek() == ',';
      if (more) {
        at++;
      }
    }
    expect(']');
    a = mix(chainA ^ 0x5B);
    b = mix(chainB ^ 0x5D);
  }

  private void string() throws IOException {
    expect('"');
    int end = Bytes.stringEnd(bytes, at, limit);
    if (end < 0) {
      throw malformed("a string that does not end");
    }
    if (hasEscape(at, end)) {
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
      BigDecimal number = new BigDecimal(text).stripTrailingZeros();
      boolean plain = Math.abs(number.scale()) < LONGEST_NUMBER;
      return number.signum() == 0 ? "0" : plain ? number.toPlainString() : number.toString();
    } catch (NumberFormatException e) {
      throw malformed("'" + text + "'");
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

  static long mix(long value) {
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
