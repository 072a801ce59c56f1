package io.github.chthosting.couchdb.backup.report;

import io.github.chthosting.HostingException;

/** A restore would write into a database that holds documents, and was not told that it may. */
public class TargetNotEmptyException extends HostingException {
  private static final long serialVersionUID = 1L;

  public TargetNotEmptyException(String operation, String message) {
    super(operation, message, false, null);
  }
}
