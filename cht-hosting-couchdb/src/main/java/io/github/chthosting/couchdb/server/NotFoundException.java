package io.github.chthosting.couchdb.server;

/**
 * Signals that there is no such database, document, revision, attachment, view, index or
 * configuration key (404).
 */
public class NotFoundException extends CouchDbException {
  private static final long serialVersionUID = 1L;

  public NotFoundException(String operation, String message, String error, String reason) {
    super(operation, message, 404, error, reason, null);
  }
}
