package io.github.chthosting.couchdb.internal.transfer;

import io.github.chthosting.couchdb.internal.rows.ChangesRow;
import io.github.chthosting.couchdb.internal.rows.Json;
import io.github.chthosting.couchdb.internal.rows.Slices;
import io.github.chthosting.http.Body;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Revisions that have yet to be asked for, written at once in the two forms that they are asked for
 * in: the body of a {@code _revs_diff} of the target, and that of a {@code _bulk_get} of the
 * source. Ids are copied as they are in JSON. Not thread-safe.
 */
public final class RevisionList {
  private static final byte[] DOCS = DocBatch.ascii("{\"docs\":[");
  private static final byte[] ID = DocBatch.ascii("{\"id\":\"");
  private static final byte[] REV = DocBatch.ascii("\",\"rev\":\"");
  private static final byte[] REVS = DocBatch.ascii("\":[\"");

  private final boolean diff;
  private byte[] bytes = new byte[16 << 10];
  private int length;
  private int documents;
  private int revisions;
  private boolean closed;

  /**
   * Four numbers for each revision, for {@code _bulk_get}: where its id and where the revision
   * itself begins and ends.
   */
  private int[] bounds = new int[4 * 64];

  /** A list for {@code _revs_diff}, or for {@code _bulk_get}. */
  public RevisionList(boolean diff) {
    this.diff = diff;
    open();
  }

  private void open() {
    if (diff) {
      put('{');
    } else {
      put(DOCS, 0, DOCS.length);
    }
  }

  /** Adds all leaves of a row. */
  public void add(ChangesRow row) {
    Slices leaves = row.leaves();
    if (diff) {
      addDifference(row, leaves);
    } else {
      for (int i = 0; i < leaves.count(); i++) {
        add(row.bytes(), row.idStart(), row.idEnd(), row.bytes(), leaves.start(i), leaves.end(i));
      }
    }
    documents++;
  }

  private void addDifference(ChangesRow row, Slices leaves) {
    comma();
    put('"');
    put(row.bytes(), row.idStart(), row.idEnd() - row.idStart());
    put(REVS, 0, REVS.length);
    for (int i = 0; i < leaves.count(); i++) {
      if (i > 0) {
        put('"');
        put(',');
        put('"');
      }
      put(row.bytes(), leaves.start(i), leaves.end(i) - leaves.start(i));
    }
    put('"');
    put(']');
    revisions += leaves.count();
  }

  /** Adds one revision, by the escaped id; both lie in {@code bytes}. */
  void add(byte[] source, int id, int idEnd, int rev, int revEnd, boolean firstOfDocument) {
    add(source, id, idEnd, source, rev, revEnd);
    documents += firstOfDocument ? 1 : 0;
  }

  private void add(byte[] id, int idStart, int idEnd, byte[] rev, int revStart, int revEnd) {
    comma();
    put(ID, 0, ID.length);
    int entry = 4 * revisions;
    if (entry == bounds.length) {
      bounds = Arrays.copyOf(bounds, 2 * entry);
    }
    bounds[entry] = length;
    put(id, idStart, idEnd - idStart);
    bounds[entry + 1] = length;
    put(REV, 0, REV.length);
    bounds[entry + 2] = length;
    put(rev, revStart, revEnd - revStart);
    bounds[entry + 3] = length;
    put('"');
    put('}');
    revisions++;
  }

  /** Adds one revision of another list. */
  void add(RevisionList other, int index) {
    boolean first = documents == 0 || !other.id(index).equals(id(revisions - 1));
    int[] at = other.bounds;
    int entry = 4 * index;
    add(other.bytes, at[entry], at[entry + 1], at[entry + 2], at[entry + 3], first);
  }

  /** Returns whether the revision is of a document with that id, as JSON spells it. */
  boolean hasId(int index, byte[] source, int start, int end) {
    int from = bounds[4 * index];
    int to = bounds[4 * index + 1];
    return Arrays.equals(bytes, from, to, source, start, end)
        || Json.unescape(source, start, end).equals(id(index));
  }

  /** The id, escapes resolved. */
  String id(int index) {
    return Json.unescape(bytes, bounds[4 * index], bounds[4 * index + 1]);
  }

  String rev(int index) {
    int start = bounds[4 * index + 2];
    return new String(bytes, start, bounds[4 * index + 3] - start, StandardCharsets.US_ASCII);
  }

  private void comma() {
    byte last = bytes[length - 1];
    if (last != '[' && last != '{') {
      put(',');
    }
  }

  private void put(char letter) {
    room(1);
    bytes[length++] = (byte) letter;
  }

  private void put(byte[] source, int start, int count) {
    room(count);
    System.arraycopy(source, start, bytes, length, count);
    length += count;
  }

  private void room(int count) {
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + count, 2 * bytes.length));
    }
  }

  public int documents() {
    return documents;
  }

  public int revisions() {
    return revisions;
  }

  public int length() {
    return length;
  }

  /** The whole body; it may be asked for again, but nothing may be added any more. */
  public Body body() {
    if (!closed) {
      closed = true;
      if (!diff) {
        put(']');
      }
      put('}');
    }
    return Body.bytes("application/json", bytes, 0, length);
  }
}
