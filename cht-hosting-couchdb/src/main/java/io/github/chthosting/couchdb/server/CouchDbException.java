package io.github.chthosting.couchdb.server;

import io.github.chthosting.HostingException;
import org.jspecify.annotations.Nullable;

/**
 * Signals that CouchDB answered, and said no. {@link #error()} and {@link #reason()} are CouchDB's
 * own words. A 401 or 403 is an {@link io.github.chthosting.AccessDeniedException} instead.
 */
public class CouchDbException extends HostingException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String error;
  private final String reason;

  public CouchDbException(
      String operation,
      String message,
      int status,
      String error,
      String reason,
      @Nullable Throwable cause) {
    super(operation, message, mayPass(status) || isNodeAway(status, error), cause);
    this.status = status;
    this.error = error;
    this.reason = reason;
  }

  private static boolean mayPass(int status) {
    return status == 408 || status == 429 || (status >= 500 && status != 501);
  }

  /** CouchDB's answer while a node is down or in maintenance mode and no other has the range. */
  private static boolean isNodeAway(int status, String error) {
    return status == 412 && error.equals("nodedown");
  }

  /**
   * Returns the HTTP status; 200 when the error came in the middle of an answer that began well.
   */
  public int status() {
    return status;
  }

  /** Returns CouchDB's {@code error}, such as {@code file_exists}; empty if the answer had none. */
  public String error() {
    return error;
  }

  /** Returns CouchDB's {@code reason}; empty if the answer had none. */
  public String reason() {
    return reason;
  }
}
