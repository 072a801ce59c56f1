package io.github.chthosting.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * The body as it comes. Closing it frees the connection where the rest is short and already here,
 * and else cuts it, from whatever thread.
 */
final class WireStream extends InputStream {
  private static final long DRAIN_MILLIS = 20;

  /** Length from which an answer is long, and gets a watch of its own. */
  private static final int LONG_BYTES = 64 << 10;

  private final Exchange exchange;
  private final InputStream in;
  // Held while OkHttp's body is touched: it is not thread-safe, but close() must be.
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean closed;
  private boolean ended;
  private long count;
  private @Nullable StallWatch watch;

  WireStream(Exchange exchange) {
    this.exchange = exchange;
    this.in = exchange.response().body().byteStream();
    int status = exchange.response().code();
    this.ended =
        exchange.call().request().method().equals("HEAD") || status == 204 || status == 304;
  }

  /** Bytes read so far. */
  long count() {
    return count;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0; // where okio would wait for a byte
    }
    lock.lock();
    try {
      if (closed) {
        throw new IOException("the reply is closed");
      }
      int read = limited(buffer, offset, length);
      if (read < 0 && !ended) {
        ended = true;
        unwatch();
        exchange.ended();
      }
      count += Math.max(0, read);
      return read;
    } finally {
      lock.unlock();
    }
  }

  private int limited(byte[] buffer, int offset, int length) throws IOException {
    ReadAllowance.renew();
    if (watch == null && (count < LONG_BYTES || exchange.readLimit().isZero())) {
      return in.read(buffer, offset, length);
    }
    StallWatch current = watch == null ? StallWatch.of(exchange) : watch;
    watch = current;
    current.waiting();
    try {
      return in.read(buffer, offset, length);
    } catch (IOException e) {
      throw current.cause(e);
    } finally {
      current.served();
    }
  }

  @Override
  public int available() throws IOException {
    lock.lock();
    try {
      return closed ? 0 : in.available();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (!lock.tryLock()) {
      exchange.call().cancel(); // a read is under way: this makes it fail, so it gives the lock
      lock.lock();
    }
    try {
      release();
    } finally {
      lock.unlock();
    }
  }

  private void release() {
    unwatch();
    if (!ended && !exchange.call().isCanceled() && !endsSoon()) {
      exchange.call().cancel();
    }
    exchange.response().close();
    exchange.ended();
  }

  private void unwatch() {
    if (watch != null) {
      watch.end();
    }
  }

  private boolean endsSoon() {
    long length = exchange.response().body().contentLength();
    if (length - count > WireReply.DRAINED_BYTES) {
      return false;
    }
    try {
      BufferedSource source = exchange.response().body().source();
      source.timeout().deadline(DRAIN_MILLIS, TimeUnit.MILLISECONDS);
      return !source.request(WireReply.DRAINED_BYTES + 1L);
    } catch (IOException e) {
      return false;
    }
  }
}
