package io.github.chthosting.platform.run;

import io.github.chthosting.HostingException;
import io.github.chthosting.OperationCancelledException;

/**
 * Work on an instance that goes back by itself where it fails, and says what has become of it.
 *
 * @param operation for failures
 * @param forward may be run again after it was cut
 * @param back from wherever it was; may be run again after it was cut
 * @param again what holds once it went back: {@code "cht runs as before"}
 * @param safe what is certain even if going back failed: {@code "No shard was touched"}
 */
public record RevertingRun(
    String operation, Runnable forward, Runnable back, String again, String safe) {

  /** Throws what made it fail. */
  public void run() {
    try {
      forward.run();
    } catch (OperationCancelledException e) {
      e.addAftermath(
          "Resume it, or roll it back, through its journal: services may be down until then.");
      throw e;
    } catch (RuntimeException e) {
      goBack(e);
      throw e;
    }
  }

  private void goBack(RuntimeException failure) {
    String done;
    try {
      back.run();
      done =
          "Rolled back: %s, and its databases are whole. Roll the plan back in its journal to give it up, or resume it to try again."
              .formatted(again);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
      done =
          "Going back failed too (%s): fix that, and roll back through the journal. %s."
              .formatted(e.getMessage(), safe);
    }
    if (failure instanceof HostingException known) {
      known.addAftermath(done);
    } else {
      throw new HostingException(
          operation, operation + ": " + failure + ". " + done, false, failure);
    }
  }
}
