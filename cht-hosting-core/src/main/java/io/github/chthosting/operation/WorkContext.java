package io.github.chthosting.operation;

import io.github.chthosting.OperationCancelledException;

/** The connection of work under way to its operation: progress and cancellation. Thread-safe. */
public interface WorkContext {

  /**
   * Replaces the state that the operation shows; cheap, so it may be called for every batch. The
   * parameters are those of {@link io.github.chthosting.Progress}.
   */
  void progress(String phase, long done, long total, String unit, long bytes);

  /** Returns whether it was asked to stop. */
  boolean isCancelled();

  /**
   * Ends the work if it was asked to stop; call it at each point where stopping is safe.
   *
   * @throws OperationCancelledException if it was asked to stop
   */
  void checkCancelled();

  /**
   * Runs {@code action} when it is cancelled, on the cancelling thread, or at once if it was
   * already: to close a reply whose read may take long. No thread is interrupted on a cancellation
   * unless an action does so, since an interrupt closes files as well. Close the result when the
   * action is no longer needed.
   */
  Hook onCancel(Runnable action);

  /** Withdraws an action. */
  interface Hook extends AutoCloseable {
    @Override
    void close();
  }
}
