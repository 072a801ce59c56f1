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

  /** The status code, of any kind: 4xx and 5xx are not thrown here. */
  int status();

  /** The first header of that name, in any letter case. */
  Optional<String> header(String name);

  /**
   * The body, decoded from gzip if it came so and the call did not ask for an encoding itself. A
   * read throws {@link java.io.IOException} when the connection is cut before the end that its
   * framing promised, and {@link java.io.InterruptedIOException} after the time limit.
   */
  InputStream body();

  /**
   * The whole body; the reply is closed then.
   *
   * @throws io.github.chthosting.HostingException if it is longer than {@code limit} bytes
   * @throws io.github.chthosting.UnreachableException if it was cut
   * @throws io.github.chthosting.TimedOutException if it stopped for longer than the time limit, or
   *     has not ended after ten times as long
   */
  byte[] bytes(int limit);

  /** Where it was sent, without credentials or query. */
  URI uri();

  /** How the request is named in messages: {@code GET https://c:6984/medic/x}. */
  String operation();

  /** How many attempts it took, from 1. */
  int attempts();

  /**
   * Keeps the connection if at most 64 kB are left and come within 20 ms; else cuts it, and a read
   * under way in another thread with it.
   */
  @Override
  void close();
}
