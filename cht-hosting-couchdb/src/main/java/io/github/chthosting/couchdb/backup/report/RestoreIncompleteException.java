package io.github.chthosting.couchdb.backup.report;

import io.github.chthosting.HostingException;

/**
 * Signals that everything was sent, but the target refused documents: {@link #report()} lists them.
 */
public class RestoreIncompleteException extends HostingException {
  private static final long serialVersionUID = 1L;

  private final transient RestoreReport report;

  public RestoreIncompleteException(String operation, String message, RestoreReport report) {
    super(operation, message, false, null);
    this.report = report;
  }

  /** Returns what was restored, and what was refused. */
  public RestoreReport report() {
    return report;
  }
}
