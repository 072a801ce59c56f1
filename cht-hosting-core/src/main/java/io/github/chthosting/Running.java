package io.github.chthosting;

/** An operation as its own work sees it. Thread-safe. */
public interface Running {

  /** Tells listeners how far it is; cheap enough for every row, as only a few of them are heard. */
  void report(String phase, long done, long total, String unit, long bytes);

  /** Whether somebody asked it to stop. */
  boolean isCancelled();

  /**
   * Ends the work here if somebody asked it to stop.
   *
   * @throws OperationCancelledException then
   */
  void check();
}
