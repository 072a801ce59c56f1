package io.github.chthosting.couchdb;

import io.github.chthosting.http.Reply;
import java.io.InputStream;
import java.util.Optional;

/**
 * The answer to a {@link RawRequest}, of any status, its body still on the wire. Close it. Not
 * thread-safe, except that {@link #close()} may come from another thread to cut a read that hangs.
 */
public final class RawReply implements AutoCloseable {
  private final Reply reply;

  RawReply(Reply reply) {
    this.reply = reply;
  }

  /** Returns the status code. */
  public int status() {
    return reply.status();
  }

  /** Returns the first header of that name, in any letter case. */
  public Optional<String> header(String name) {
    return reply.header(name);
  }

  /**
   * Returns the body; a read throws an {@code IOException} when the connection is cut before its
   * end.
   */
  public InputStream body() {
    return reply.body();
  }

  /**
   * Returns the whole body.
   *
   * @throws io.github.chthosting.HostingException if it is longer than {@code limit} bytes, or cut
   */
  public byte[] bytes(int limit) {
    return reply.bytes(limit);
  }

  @Override
  public void close() {
    reply.close();
  }

  /** Returns the request's name and the status. */
  @Override
  public String toString() {
    return reply.operation() + ": " + reply.status();
  }
}
