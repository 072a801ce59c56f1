package io.github.chthosting.couchdb.internal.shards;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Holds copying back to so many bytes a second, over all ranges together. Thread-safe. */
public final class Pace {
  private final long bytesPerSecond;
  private long freeAt = System.nanoTime();

  /**
   * @param bytesPerSecond 0 for no limit
   */
  public Pace(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  /** Waits until {@code bytes} more may be sent. Returns early when the thread is interrupted. */
  void await(long bytes) {
    if (bytesPerSecond == 0) {
      return;
    }
    long until = book(bytes);
    long left = until - System.nanoTime();
    while (left > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(this, left);
      left = until - System.nanoTime();
    }
  }

  private synchronized long book(long bytes) {
    freeAt = Math.max(freeAt, System.nanoTime());
    long start = freeAt;
    freeAt += (long) ((double) bytes / bytesPerSecond * TimeUnit.SECONDS.toNanos(1));
    return start;
  }
}
