package io.github.chthosting.couchdb.internal.shards;

import io.github.chthosting.couchdb.internal.RowError;
import io.github.chthosting.http.Body;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Documents as bytes, gathered for one {@code _bulk_docs}. Not thread-safe. */
final class Batch {
  private static final byte[] HEAD =
      "{\"new_edits\":false,\"docs\":[".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] TAIL = {']', '}'};

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 20);
  private int[] ends = new int[512];
  private int documents;

  void add(byte[] text, int from, int length) {
    if (documents > 0) {
      bytes.write(',');
    }
    bytes.write(text, from, length);
    if (documents == ends.length) {
      ends = Arrays.copyOf(ends, 2 * documents);
    }
    ends[documents++] = bytes.size();
  }

  private int start(int index) {
    return index == 0 ? 0 : ends[index - 1] + 1;
  }

  int documents() {
    return documents;
  }

  int size() {
    return bytes.size();
  }

  /** The request for the documents from one index up to another; a copy. */
  Body body(int from, int to) {
    ByteArrayOutputStream body =
        new ByteArrayOutputStream(HEAD.length + bytes.size() + TAIL.length);
    body.writeBytes(HEAD);
    body.write(bytes.toByteArray(), start(from), ends[to - 1] - start(from));
    body.writeBytes(TAIL);
    return Body.bytes("application/json", body.toByteArray());
  }

  /** Says which document it is that was refused, alone, for these reasons. */
  RowError refused(int index, String error, String reason) {
    byte[] all = bytes.toByteArray();
    return RowError.ofDocument(all, start(index), ends[index], error, reason);
  }

  void clear() {
    bytes.reset();
    documents = 0;
  }
}
