package io.github.chthosting.operation;

import io.github.chthosting.Operation;

/** Starts long work. */
public final class Operations {
  private Operations() {}

  /**
   * Starts {@code work} on a daemon thread.
   *
   * @param name what it is, for messages and as its first phase: {@code "backup of medic"}
   */
  public static <T> Operation<T> start(String name, Work<T> work) {
    RunningOperation<T> operation = new RunningOperation<>(name, work);
    operation.start();
    return operation;
  }
}
