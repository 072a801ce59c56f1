package io.github.chthosting.testkit.internal.http;

import java.io.IOException;
import java.io.OutputStream;

/**
 * The answer to one {@link Request}. Status and headers first, then {@link #body()}, which sends
 * them. Used by one thread. The server adds {@code Server} and {@code Date}, and {@code
 * X-Couch-Request-ID} and {@code X-CouchDB-Body-Time}.
 */
public interface Response {

  /** The status to send; 200 unless told. */
  Response status(int status);

  /** Adds a header. {@code Content-Length} may be given; without it the body is chunked. */
  Response header(String name, String value);

  /**
   * The body. The first call commits status and headers. Bytes are sent when the stream is flushed
   * or closed, or its buffer is full. For {@code HEAD} what is written is dropped. A client that
   * went away shows as an {@link IOException} of write or flush.
   */
  OutputStream body() throws IOException;

  /** Returns whether status and headers are sent, and so cannot change. */
  boolean isCommitted();

  /** Cuts the connection, so that the client sees a body that is not whole. */
  void abort();
}
