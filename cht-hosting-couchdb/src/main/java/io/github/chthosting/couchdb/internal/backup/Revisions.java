package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.couchdb.internal.rows.ChangesRow;
import io.github.chthosting.couchdb.internal.rows.Json;
import io.github.chthosting.couchdb.internal.rows.Slices;
import io.github.chthosting.http.Body;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;

/**
 * Revisions to be asked of {@code _bulk_get}, and which of them came. Ids and revisions are kept as
 * they stood in the feed's JSON. Not thread-safe: handed from one thread to another as a whole.
 */
public final class Revisions {
  /** The state of one revision that was asked for. */
  enum State {
    ASKED,
    WRITTEN,
    MISSING,
    /** Not usable from this answer: it must be read in a request of its own. */
    ALONE
  }

  private static final byte[] HEAD = ascii("{\"docs\":[");
  private static final byte[] ID = ascii("{\"id\":\"");
  private static final byte[] REV = ascii("\",\"rev\":\"");
  private static final byte[] ENTRY_END = ascii("\"}");
  private static final byte[] TAIL = ascii("]}");

  private byte[] text = new byte[64 << 10];
  private int textEnd;
  private int[] bounds = new int[4 * 256];
  private State[] states = new State[256];
  private int count;
  private long estimate;

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Adds all leaves of a row. */
  void add(ChangesRow row) {
    int idStart = keep(row.bytes(), row.idStart(), row.idEnd());
    int idEnd = textEnd;
    Slices leaves = row.leaves();
    for (int i = 0; i < leaves.count(); i++) {
      int revStart = keep(row.bytes(), leaves.start(i), leaves.end(i));
      entry(idStart, idEnd, revStart, textEnd);
    }
    // A row without its document tells nothing of its size.
    estimate += row.docStart() < 0 ? 0 : (long) leaves.count() * (row.docEnd() - row.docStart());
  }

  /** Adds some leaves of a document. */
  void add(String id, Collection<String> revs) {
    byte[] json = io.github.chthosting.http.Json.mapper().writeValueAsBytes(id);
    int idStart = keep(json, 1, json.length - 1);
    int idEnd = textEnd;
    for (String rev : revs) {
      byte[] bytes = ascii(rev);
      int revStart = keep(bytes, 0, bytes.length);
      entry(idStart, idEnd, revStart, textEnd);
    }
  }

  /** Lets what did not come be read alone. */
  void retryAlone() {
    for (int i = 0; i < count; i++) {
      states[i] = states[i] == State.MISSING ? State.ALONE : states[i];
    }
  }

  private int keep(byte[] bytes, int start, int end) {
    int length = end - start;
    if (textEnd + length > text.length) {
      text = Arrays.copyOf(text, Math.max(text.length * 2, textEnd + length));
    }
    System.arraycopy(bytes, start, text, textEnd, length);
    textEnd += length;
    return textEnd - length;
  }

  private void entry(int idStart, int idEnd, int revStart, int revEnd) {
    if (count == states.length) {
      states = Arrays.copyOf(states, count * 2);
      bounds = Arrays.copyOf(bounds, count * 8);
    }
    bounds[4 * count] = idStart;
    bounds[4 * count + 1] = idEnd;
    bounds[4 * count + 2] = revStart;
    bounds[4 * count + 3] = revEnd;
    states[count++] = State.ASKED;
  }

  void clear() {
    count = 0;
    textEnd = 0;
    estimate = 0;
  }

  int count() {
    return count;
  }

  /** Bytes of the documents, as far as the feed has shown them. */
  long estimate() {
    return estimate;
  }

  State state(int index) {
    return states[index];
  }

  void state(int index, State state) {
    states[index] = state;
  }

  /** The first entry from {@code index} that is still asked for; {@link #count()} if none is. */
  int nextAsked(int index) {
    int next = index;
    while (next < count && states[next] != State.ASKED) {
      next++;
    }
    return next;
  }

  /** Returns whether the entry has this id, as JSON spells it. */
  boolean hasId(int index, byte[] bytes, int start, int end) {
    return Arrays.equals(text, bounds[4 * index], bounds[4 * index + 1], bytes, start, end);
  }

  boolean sameId(int one, int other) {
    return hasId(one, text, bounds[4 * other], bounds[4 * other + 1]);
  }

  /** The id as JSON spells it, without quotes. */
  String jsonId(int index) {
    return string(bounds[4 * index], bounds[4 * index + 1]);
  }

  String rev(int index) {
    return string(bounds[4 * index + 2], bounds[4 * index + 3]);
  }

  private String string(int start, int end) {
    return new String(text, start, end - start, StandardCharsets.UTF_8);
  }

  String id(int index) {
    return Json.unescape(text, bounds[4 * index], bounds[4 * index + 1]);
  }

  /** The request for all leaves of one document. */
  static Body leavesOf(String jsonId) {
    return Body.json("{\"docs\":[{\"id\":\"" + jsonId + "\"}]}");
  }

  /** The request for all that are still asked for. */
  Body body() {
    return Body.of("application/json", length(), this::writeTo);
  }

  private long length() {
    long length = HEAD.length;
    length += TAIL.length;
    int entries = 0;
    for (int i = nextAsked(0); i < count; i = nextAsked(i + 1)) {
      length += size(i);
      entries++;
    }
    return length + Math.max(0, entries - 1);
  }

  private int size(int i) {
    int id = bounds[4 * i + 1] - bounds[4 * i];
    int rev = bounds[4 * i + 3] - bounds[4 * i + 2];
    return ID.length + id + REV.length + rev + ENTRY_END.length;
  }

  private void writeTo(OutputStream out) throws IOException {
    out.write(HEAD);
    boolean first = true;
    for (int i = nextAsked(0); i < count; i = nextAsked(i + 1)) {
      if (!first) {
        out.write(',');
      }
      first = false;
      out.write(ID);
      out.write(text, bounds[4 * i], bounds[4 * i + 1] - bounds[4 * i]);
      out.write(REV);
      out.write(text, bounds[4 * i + 2], bounds[4 * i + 3] - bounds[4 * i + 2]);
      out.write(ENTRY_END);
    }
    out.write(TAIL);
  }
}
