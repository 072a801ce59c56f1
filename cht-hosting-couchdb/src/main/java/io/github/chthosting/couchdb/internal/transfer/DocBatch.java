package io.github.chthosting.couchdb.internal.transfer;

import io.github.chthosting.couchdb.internal.RowError;
import io.github.chthosting.http.Body;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Documents on their way to the target, as the bytes they came in: the body of a {@code
 * _bulk_docs}. Used again once it is written. Not thread-safe.
 */
public final class DocBatch {
  private static final byte[] HEAD = ascii("{\"new_edits\":false,\"docs\":[");
  private static final byte[] TAIL = ascii("]}");

  private byte[] bytes;
  private int[] ends = new int[64];
  private int length;
  private int count;

  public DocBatch(int capacity) {
    bytes = new byte[capacity];
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Adds the JSON of a document. */
  public void add(byte[] source, int start, int end) {
    int needed = length + 1 + end - start;
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length + bytes.length / 2));
    }
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count);
    }
    if (count > 0) {
      bytes[length++] = ',';
    }
    System.arraycopy(source, start, bytes, length, end - start);
    length += end - start;
    ends[count++] = length;
  }

  public int count() {
    return count;
  }

  /** Bytes of the documents. */
  public int length() {
    return length;
  }

  int capacity() {
    return bytes.length;
  }

  void clear() {
    count = 0;
    length = 0;
  }

  /** Says which document it is that was refused, alone, for these reasons. */
  RowError refused(int index, String error, String reason) {
    int start = index == 0 ? 0 : ends[index - 1] + 1;
    return RowError.ofDocument(bytes, start, ends[index], error, reason);
  }

  /** The documents from {@code from} up to {@code to} as a body. */
  public Body body(int from, int to) {
    int start = from == 0 ? 0 : ends[from - 1] + 1;
    int end = ends[to - 1];
    return Body.of(
        "application/json",
        HEAD.length + (end - start) + TAIL.length,
        out -> {
          out.write(HEAD);
          out.write(bytes, start, end - start);
          out.write(TAIL);
        });
  }
}
