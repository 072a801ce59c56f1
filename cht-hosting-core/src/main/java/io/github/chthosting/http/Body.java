package io.github.chthosting.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A request's body, written to the wire once for each attempt. */
public interface Body {

  /** Returns the {@code Content-Type}. */
  String contentType();

  /** Returns the number of bytes, or -1 when it is not known; the body is then sent chunked. */
  long length();

  /** Writes the whole body. Does not close {@code out}. */
  void writeTo(OutputStream out) throws IOException;

  /**
   * Returns whether it can be written again from its start; if not, its call is sent at most once.
   */
  default boolean repeatable() {
    return true;
  }

  /** JSON text as it is. */
  static Body json(String json) {
    return bytes("application/json", json.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns a body of these bytes; the array is not copied. */
  static Body bytes(String contentType, byte[] bytes) {
    return bytes(contentType, bytes, 0, bytes.length);
  }

  /** A slice of an array; it is not copied, so leave it alone until the call has ended. */
  static Body bytes(String contentType, byte[] bytes, int offset, int count) {
    return of(contentType, count, out -> out.write(bytes, offset, count));
  }

  /** A body that {@code writer} produces; {@code length} -1 when not known. */
  static Body of(String contentType, long length, Writer writer) {
    return new Written(contentType, length, true, writer);
  }

  /**
   * Returns a body of the rest of a stream, written once; {@code length} -1 when not known. The
   * stream is not closed.
   */
  static Body stream(String contentType, long length, InputStream in) {
    return new Written(contentType, length, false, in::transferTo);
  }

  /** A body that somebody writes. */
  record Written(String contentType, long length, boolean repeatable, Writer writer)
      implements Body {
    @Override
    public void writeTo(OutputStream out) throws IOException {
      writer.writeTo(out);
    }
  }

  /** Writes a body from its start, each time that it is called. */
  @FunctionalInterface
  interface Writer {
    void writeTo(OutputStream out) throws IOException;
  }
}
