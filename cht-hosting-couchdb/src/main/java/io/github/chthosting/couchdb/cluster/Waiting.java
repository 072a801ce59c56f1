package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.OperationCancelledException;
import io.github.chthosting.TimedOutException;
import io.github.chthosting.operation.WorkContext;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a state of the cluster, looking again and again. */
final class Waiting {
  private Waiting() {}

  /**
   * Returns when {@code done}.
   *
   * @throws TimedOutException after {@code limit}, with the message that is made then
   */
  static void until(
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

  private static void pause(Duration poll, String operation) {
    try {
      Thread.sleep(poll.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationCancelledException(operation, operation + ": interrupted; resume", e);
    }
  }
}
