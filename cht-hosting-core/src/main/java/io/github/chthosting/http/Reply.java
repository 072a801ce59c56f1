package io.github.chthosting.http;

import java.io.InputStream;
import java.net.URI;
import java.util.Optional;

/**
 * An answer whose body is still on the wire. Close it: that frees or cuts the connection. Not
 * thread-safe, except that {@link #close()} may be called from another thread to cut a read that
 * hangs.
 */
public interface Reply extends AutoCloseable {

  /** Returns the status code, of any kind: 4xx and 5xx are not thrown here. */
  int status();

  /** Returns the first header of that name, in any letter case. */
  Optional<String> header(String name);

  /**
   * Returns the body, decoded from gzip if it came so and the call did not ask for an encoding
   * itself. A read throws {@link java.io.IOException} when the connection is cut before the end
   * that its framing promised, and {@link java.io.InterruptedIOException} after the time limit.
   */
  InputStream body();

  /**
   * Returns the whole body; the reply is closed then.
   *
   * @throws io.github.chthosting.HostingException if it is longer than {@code limit} bytes
   * @throws io.github.chthosting.UnreachableException if it was cut
   * @throws io.github.chthosting.TimedOutException if it stopped for longer than the time limit, or
   *     has not ended after ten times as long
   */
  byte[] bytes(int limit);

  /** Returns the address to which it was sent, without credentials or query. */
  URI uri();

  /** Returns the name of the request in messages: {@code GET https://c:6984/medic/x}. */
  String operation();

  /** Returns the number of attempts that it took, from 1. */
  int attempts();

  /**
   * Keeps the connection if at most 64 kB are left and come within 20 ms; else cuts it, and a read
   * under way in another thread with it.
   */
  @Override
  void close();
}
