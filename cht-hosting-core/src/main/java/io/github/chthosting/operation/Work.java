package io.github.chthosting.operation;

/** The work of an operation, done on a thread of its own. */
@FunctionalInterface
public interface Work<T> {

  /**
   * Does it. Whatever it throws is thrown by {@code await()}: unchecked exceptions as they are,
   * others wrapped; after a cancellation, as an {@code OperationCancelledException}.
   */
  T run(WorkContext context) throws Exception;
}
