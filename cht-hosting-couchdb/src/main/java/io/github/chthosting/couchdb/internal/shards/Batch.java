package io.github.chthosting.couchdb.internal.shards;

import io.github.chthosting.http.Body;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Documents as bytes, gathered for one {@code _bulk_docs}. Not thread-safe. */
final class Batch {
  private static final byte[] HEAD =
      "{\"new_edits\":false,\"docs\":[".getBytes(StandardCharsets.US_ASCII);

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 20);
  private int documents;

  Batch() {
    clear();
  }

  void add(byte[] text, int from, int length) {
    if (documents++ > 0) {
      bytes.write(',');
    }
    bytes.write(text, from, length);
  }

  int documents() {
    return documents;
  }

  int size() {
    return bytes.size();
  }

  /** The request's body. The batch may be cleared once it is sent. */
  Body body() {
    bytes.write(']');
    bytes.write('}');
    return Body.bytes("application/json", bytes.toByteArray());
  }

  void clear() {
    bytes.reset();
    bytes.writeBytes(HEAD);
    documents = 0;
  }
}
