package io.github.chthosting.couchdb.changes;

import io.github.chthosting.HostingException;
import io.github.chthosting.OperationCancelledException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** How long a feed goes on after cuts, and how long it waits between them. */
final class Patience {
  private static final long FIRST_DELAY_MILLIS = 100;
  private static final long LONGEST_DELAY_MILLIS = 5_000;

  /** A connection that stood for so long was a good one, even if nothing changed. */
  private static final long GOOD_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Duration limit;
  private final CountDownLatch closed = new CountDownLatch(1);
  private int failures;
  private long failingSince;
  private long connectedAt;

  Patience(Duration limit) {
    this.limit = limit;
  }

  void connected() {
    connectedAt = System.nanoTime();
  }

  void progressed() {
    failures = 0;
  }

  /**
   * Waits before the next connection; at once after the first failure. Throws when it is enough.
   */
  void failed(HostingException failure) {
    long now = System.nanoTime();
    if (failures > 0 && now - connectedAt > GOOD_NANOS) {
      failures = 0;
    }
    if (failures++ == 0) {
      failingSince = now;
      return;
    }
    if (now - failingSince > limit.toNanos()) {
      throw failure;
    }
    pause(failure);
  }

  private void pause(HostingException failure) {
    long ceiling = Math.min(LONGEST_DELAY_MILLIS, FIRST_DELAY_MILLIS << Math.min(failures, 10));
    try {
      long delay = ThreadLocalRandom.current().nextLong(ceiling / 2, ceiling + 1);
      closed.await(delay, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationCancelledException(
          failure.operation(), failure.operation() + ": interrupted while reconnecting", e);
    }
  }

  void close() {
    closed.countDown();
  }
}
