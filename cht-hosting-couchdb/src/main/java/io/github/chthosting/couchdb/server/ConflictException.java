package io.github.chthosting.couchdb.server;

/** The document has another current revision than the one given (409). Nothing was written. */
public class ConflictException extends CouchDbException {
  private static final long serialVersionUID = 1L;

  public ConflictException(String operation, String message, String error, String reason) {
    super(operation, message, 409, error, reason, null);
  }
}
