package io.github.chthosting.couchdb.internal.changes;

import io.github.chthosting.HostingException;
import io.github.chthosting.OperationCancelledException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The time for which a feed goes on after cuts, and the waits between them. */
final class Patience {
  private static final long FIRST_DELAY_MILLIS = 100;
  private static final long LONGEST_DELAY_MILLIS = 10_000;

  /** A connection of a waiting feed that stood so long was a good one, even if nothing changed. */
  private static final long GOOD_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final CountDownLatch closed = new CountDownLatch(1);
  private int attempts = 6;
  private Duration limit = Duration.ofDays(1);
  private boolean waits;
  private int failures;
  private long failingSince;
  private long connectedAt;

  /** Attempts without a new row, the first included. */
  void attempts(int most) {
    attempts = most;
  }

  /** Sets the time to go on without a new row. */
  void limit(Duration time) {
    limit = time;
  }

  /** Sets whether silence is normal, and no failure. */
  void waits(boolean does) {
    waits = does;
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
    if (waits && now - connectedAt > GOOD_NANOS) {
      failures = 0;
    }
    if (failures++ == 0) {
      failingSince = now;
    }
    if (failures >= attempts || now - failingSince > limit.toNanos()) {
      throw failure;
    }
    if (failures > 1) {
      pause(failure);
    }
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
