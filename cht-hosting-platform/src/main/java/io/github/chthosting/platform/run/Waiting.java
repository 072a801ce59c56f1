package io.github.chthosting.platform.run;

import io.github.chthosting.OperationCancelledException;
import io.github.chthosting.TimedOutException;
import io.github.chthosting.operation.WorkContext;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a state, looking again and again. */
public final class Waiting {
  private Waiting() {}

  /**
   * Returns when {@code done}.
   *
   * @throws TimedOutException after {@code limit}, with the message that is made then
   */
  public static void until(
      BooleanSupplier done,
      Duration limit,
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
      pause(operation);
    }
  }

  /** Half a second. */
  public static void pause(String operation) {
    try {
      Thread.sleep(500);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationCancelledException(operation, operation + ": interrupted; resume", e);
    }
  }
}
