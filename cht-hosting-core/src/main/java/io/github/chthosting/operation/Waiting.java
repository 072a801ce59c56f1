package io.github.chthosting.operation;

import io.github.chthosting.OperationCancelledException;
import io.github.chthosting.TimedOutException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a state, looking again and again. */
public final class Waiting {
  private static final Duration POLL = Duration.ofMillis(500);

  private Waiting() {}

  /**
   * Waits until {@code done}; looks every {@code poll}.
   *
   * @param operation that waits, for messages
   * @param message what is not so yet, asked for when the time is over
   * @throws TimedOutException after {@code limit}
   */
  public static void until(
      BooleanSupplier done,
      Duration limit,
      Duration poll,
      WorkContext context,
      String operation,
      Supplier<String> message) {
    long begin = System.nanoTime();
    while (!done.getAsBoolean()) {
      context.checkCancelled();
      if (System.nanoTime() - begin > limit.toNanos()) {
        throw new TimedOutException(
            operation,
            "%s: after %d s %s".formatted(operation, limit.toSeconds(), message.get()),
            null);
      }
      pause(poll, operation);
    }
  }

  /** Waits until {@code done}; looks every half second. */
  public static void until(
      BooleanSupplier done,
      Duration limit,
      WorkContext context,
      String operation,
      Supplier<String> message) {
    until(done, limit, POLL, context, operation, message);
  }

  /** Waits for half a second. */
  public static void pause(String operation) {
    pause(POLL, operation);
  }

  /**
   * Waits so long.
   *
   * @throws OperationCancelledException if the thread is interrupted; it stays so
   */
  public static void pause(Duration time, String operation) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationCancelledException(operation, operation + ": interrupted; resume", e);
    }
  }
}
