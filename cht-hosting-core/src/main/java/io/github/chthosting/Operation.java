package io.github.chthosting;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Long work under way on threads of its own. Thread-safe.
 *
 * <p>It starts when the call that returned it returns. A failure is thrown by {@link #await()} and
 * lost if nobody awaits.
 *
 * @param <T> what it results in
 */
public interface Operation<T> {

  /**
   * Calls {@code listener} with the latest state, at most ten times a second and once at the end,
   * from one thread at a time. A listener that throws is logged and not called again. Returns this
   * operation.
   */
  Operation<T> onProgress(Consumer<Progress> listener);

  /** Returns the latest state. */
  Progress progress();

  /**
   * Waits for the end. An interrupt of the waiting thread cancels the operation, waits until it has
   * stopped, keeps the interrupt flag and throws {@link OperationCancelledException}.
   *
   * @throws HostingException what made it fail
   */
  T await();

  /**
   * Waits like {@link #await()}, but for at most {@code limit}; the operation goes on when the
   * limit is reached.
   *
   * @throws TimedOutException when it is reached
   */
  T await(Duration limit);

  /**
   * Asks it to stop at the next safe point; what it leaves behind is said by the call that started
   * it.
   */
  void cancel();

  /** Returns whether it has ended, in whatever way. */
  boolean isDone();
}
