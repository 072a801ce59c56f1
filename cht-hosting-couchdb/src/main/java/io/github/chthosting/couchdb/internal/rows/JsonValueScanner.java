package io.github.chthosting.couchdb.internal.rows;

import static io.github.chthosting.couchdb.internal.rows.Swar.BACKSLASHES;
import static io.github.chthosting.couchdb.internal.rows.Swar.HIGHS;
import static io.github.chthosting.couchdb.internal.rows.Swar.ONES;
import static io.github.chthosting.couchdb.internal.rows.Swar.QUOTES;
import static io.github.chthosting.couchdb.internal.rows.Swar.count;
import static io.github.chthosting.couchdb.internal.rows.Swar.firstZero;
import static io.github.chthosting.couchdb.internal.rows.Swar.lane;
import static io.github.chthosting.couchdb.internal.rows.Swar.word;
import static io.github.chthosting.couchdb.internal.rows.Swar.zeros;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds the end of a JSON object or array by its brackets outside of strings, eight bytes at a
 * time, whatever the layout. On the way it notes what a backup must know of a document. Not
 * thread-safe.
 *
 * <p>Whether a lane is inside a string is the parity of the quotes up to it: one multiplication
 * sums them for all eight lanes. Words with a backslash, and those in which the container may end,
 * are gone through with care.
 */
public final class JsonValueScanner {
  private static final byte[] ATTACHMENTS = "_attachments\"".getBytes(StandardCharsets.US_ASCII);

  /**
   * The brackets with the bit 0x20 set: one that opens is then 0x7b and one that closes 0x7d. The
   * other characters with these bits, y and DEL, are nowhere outside of a string.
   */
  private static final long BRACKETS = ONES * 0x79;

  private static final long BRACKET_BITS = 0xF9F9F9F9F9F9F9F9L;

  /** Shift that lifts the one bit set in opening brackets alone to the top of its lane. */
  private static final int OPENING_BIT = 6;

  private static final long SPACES = ONES * ' ';
  private static final long UNDERSCORES = ONES * '_';

  private boolean attachments;
  private boolean controls;

  // The state between two words, kept here only while a word is gone through byte by byte.
  private int depth;
  private boolean quoted;
  private boolean ended;

  /**
   * Returns whether the last container may have a member {@code _attachments}; never false when it
   * has one.
   */
  public boolean attachments() {
    return attachments;
  }

  /**
   * Returns whether the last container may have a byte below 0x20, such as a newline between two
   * members; never false when it has one.
   */
  public boolean controls() {
    return controls;
  }

  /**
   * The index after the bracket that closes the one at {@code start}, or -1 if it is not before
   * {@code limit}.
   */
  public int end(byte[] bytes, int start, int limit) {
    attachments = false;
    int nesting = 0;
    long inString = 0;
    long quoteBefore = 0;
    long low = 0;
    int at = start;
    while (at + 8 <= limit) {
      long word = word(bytes, at);
      long lowHere = (word - SPACES) & ~word;
      if (firstZero(word ^ BACKSLASHES) != 0) {
        depth = nesting;
        quoted = inString != 0;
        int from = at;
        at = carefully(bytes, at, limit, 8);
        if (at < 0 || ended) {
          controls = ((low | below(lowHere, at - from)) & HIGHS) != 0;
          return at;
        }
        low |= lowHere;
        nesting = depth;
        inString = quoted ? ONES : 0;
        quoteBefore = bytes[at - 1] == '"' ? 0x80 : 0;
        continue;
      }
      long quotes = zeros(word ^ QUOTES);
      long parity = (((quotes >>> 7) * ONES) & ONES) ^ inString;
      long outside = (parity ^ ONES) << 7;
      long underscored = ((quotes << 8) | quoteBefore) & firstZero(word ^ UNDERSCORES);
      if (underscored != 0) {
        noteAttachments(bytes, at, underscored, limit);
      }
      long letters = word | SPACES;
      long brackets = zeros((letters & BRACKET_BITS) ^ BRACKETS) & outside;
      if (brackets != 0) {
        long opens = brackets & (letters << OPENING_BIT);
        long closes = brackets & ~opens;
        int closing = count(closes);
        if (closing >= nesting && closing > 0) {
          int end = endWithin(nesting, opens, closes);
          if (end > 0) {
            controls = ((low | below(lowHere, end)) & HIGHS) != 0;
            return at + end;
          }
        }
        nesting += count(opens) - closing;
      }
      inString = -(parity >>> 56) & ONES;
      quoteBefore = quotes >>> 56;
      low |= lowHere;
      at += 8;
    }
    depth = nesting;
    quoted = inString != 0;
    at = carefully(bytes, at, limit, 8);
    controls = (low & HIGHS) != 0 || Bytes.hasControls(bytes, Math.max(start, limit - 8), limit);
    return ended ? at : -1;
  }

  /** The lowest lanes, so many; what follows a container, such as a newline, is not its own. */
  private static long below(long word, int lanes) {
    return lanes <= 0 || lanes >= 8 ? word : word & ((1L << (8 * lanes)) - 1);
  }

  /** Bytes up to and with the last bracket, or 0 if the container goes on after this word. */
  private static int endWithin(int nesting, long opens, long closes) {
    int open = nesting;
    for (long brackets = opens | closes; brackets != 0; brackets &= brackets - 1) {
      long bracket = brackets & -brackets;
      open += (opens & bracket) != 0 ? 1 : -1;
      if (open == 0) {
        return lane(bracket) + 1;
      }
    }
    return 0;
  }

  /**
   * Reads at least {@code count} bytes, one by one; returns the index after them, or -1 at the
   * limit.
   */
  private int carefully(byte[] bytes, int from, int limit, int count) {
    ended = false;
    int at = from;
    while (at < limit && at < from + count) {
      byte b = bytes[at++];
      if (b == '\\') {
        // A key that begins with an escape may be spelled "\\u005fattachments".
        attachments |= at >= 2 && bytes[at - 2] == '"';
        at++;
      } else if (b == '"') {
        quoted = !quoted;
        noteKey(bytes, at, limit);
      } else if (!quoted && bracket(b)) {
        return at;
      }
    }
    return at > limit || (at == limit && at < from + count) ? -1 : at;
  }

  private boolean bracket(byte b) {
    int letter = b | 0x20;
    if (letter == '{') {
      depth++;
    } else if (letter == '}') {
      depth--;
      ended = depth == 0;
    }
    return ended;
  }

  private void noteAttachments(byte[] bytes, int at, long underscored, int limit) {
    for (long mask = underscored; mask != 0; mask &= mask - 1) {
      noteKey(bytes, at + lane(mask), limit);
    }
  }

  private void noteKey(byte[] bytes, int at, int limit) {
    if (at + ATTACHMENTS.length <= limit && bytes[at] == '_') {
      attachments |=
          Arrays.equals(bytes, at, at + ATTACHMENTS.length, ATTACHMENTS, 0, ATTACHMENTS.length);
    }
  }
}
