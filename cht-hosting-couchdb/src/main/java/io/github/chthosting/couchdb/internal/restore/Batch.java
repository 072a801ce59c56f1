package io.github.chthosting.couchdb.internal.restore;

import io.github.chthosting.http.Body;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Documents for one {@code _bulk_docs}, in an array that is used again. Not thread-safe. */
public final class Batch {
  private static final byte[] HEAD =
      "{\"new_edits\":false,\"docs\":[".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TAIL = "]}".getBytes(StandardCharsets.US_ASCII);

  private final byte[] bytes;
  private int[] ends = new int[1024];
  private int count;
  private int group;

  public Batch(int capacity) {
    bytes = new byte[capacity];
  }

  /** Empties it for a group. */
  public void reset(int newGroup) {
    group = newGroup;
    count = 0;
  }

  int capacity() {
    return bytes.length;
  }

  int group() {
    return group;
  }

  /** Documents in it. */
  public int count() {
    return count;
  }

  /** Bytes of its documents. */
  public int length() {
    return count == 0 ? 0 : ends[count - 1];
  }

  boolean hasRoom(int length) {
    return length() + length <= bytes.length;
  }

  void add(byte[] source, int start, int end) {
    int at = length();
    System.arraycopy(source, start, bytes, at, end - start);
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, count * 2);
    }
    ends[count++] = at + end - start;
  }

  private int start(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }

  /** The request for the documents from one index up to another. */
  Body body(int from, int to) {
    long length = HEAD.length + TAIL.length + (to - from - 1L) + (ends[to - 1] - start(from));
    return Body.of("application/json", length, out -> write(out, from, to));
  }

  private void write(OutputStream out, int from, int to) throws IOException {
    out.write(HEAD);
    for (int i = from; i < to; i++) {
      if (i > from) {
        out.write(',');
      }
      out.write(bytes, start(i), ends[i] - start(i));
    }
    out.write(TAIL);
  }

  /** One document as it is. */
  byte[] document(int index) {
    return Arrays.copyOfRange(bytes, start(index), ends[index]);
  }

  int size(int from, int to) {
    return ends[to - 1] - start(from);
  }
}
