package io.github.chthosting.couchdb.internal.transfer;

import io.github.chthosting.HostingException;
import io.github.chthosting.UnreachableException;
import java.io.IOException;

/** Something that is done again after a failure that may pass, with longer and longer pauses. */
final class Attempts {
  /** Number of attempts; with the pauses between them about six seconds. */
  private static final int MOST = 5;

  private static final long FIRST_PAUSE = 200;

  private Attempts() {}

  /** Something that reads and writes, and may be done again as a whole. */
  @FunctionalInterface
  interface Step<T> {
    T run() throws IOException;
  }

  /** Does it until it succeeds, or fails for good. */
  static <T> T of(String what, Step<T> step) {
    for (int attempt = 1; ; attempt++) {
      try {
        return step.run();
      } catch (IOException e) {
        String message = what + " broke off: " + e.getMessage();
        requireMore(attempt, new UnreachableException("replication", message, e));
      } catch (HostingException e) {
        requireMore(attempt, e);
      }
    }
  }

  /** Waits before the next attempt; throws the failure if there is to be none. */
  static void requireMore(int attempt, HostingException failure) {
    if (!failure.isRetryable() || attempt >= MOST) {
      throw failure;
    }
    try {
      Thread.sleep(FIRST_PAUSE << attempt);
    } catch (InterruptedException e) {
      throw Flights.cancelled(e);
    }
  }
}
