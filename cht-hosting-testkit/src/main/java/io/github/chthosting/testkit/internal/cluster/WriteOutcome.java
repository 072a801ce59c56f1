package io.github.chthosting.testkit.internal.cluster;

import io.github.chthosting.testkit.internal.store.WriteResult;
import java.util.List;

/** The result of the writes of one request. Used by one thread. */
public final class WriteOutcome {
  private boolean accepted;
  private boolean failed;

  void note(List<WriteResult> results) {
    for (WriteResult result : results) {
      accepted |= result.acceptedOnly();
      failed |= result.error() != null && result.error().status() >= 500;
    }
  }

  /** A purge that reached too few copies. */
  void accepted() {
    accepted = true;
  }

  /** The status to send: 202 if too few copies were written, 500 if a document could not be. */
  public int status(int success) {
    if (success != 200 && success != 201) {
      return success;
    }
    int status = accepted ? 202 : success;
    return failed ? 500 : status;
  }
}
