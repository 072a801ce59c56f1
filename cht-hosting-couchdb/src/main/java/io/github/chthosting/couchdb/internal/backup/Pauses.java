package io.github.chthosting.couchdb.internal.backup;

import java.io.InterruptedIOException;
import java.util.concurrent.ThreadLocalRandom;

/** The waits before something is tried again. */
public final class Pauses {
  private static final long FIRST_MILLIS = 200;
  private static final long LONGEST_MILLIS = 10_000;

  private Pauses() {}

  /** Doubles with each failure, with jitter. */
  public static void before(int failures) throws InterruptedIOException {
    long millis = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(failures - 1, 6));
    try {
      Thread.sleep(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
