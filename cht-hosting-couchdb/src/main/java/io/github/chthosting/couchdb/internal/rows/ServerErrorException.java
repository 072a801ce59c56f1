package io.github.chthosting.couchdb.internal.rows;

import java.io.IOException;

/** CouchDB said 200 and then, in the body, that it failed. */
public final class ServerErrorException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String error;
  private final String reason;

  public ServerErrorException(String error, String reason) {
    super(error + " - " + reason);
    this.error = error;
    this.reason = reason;
  }

  public String error() {
    return error;
  }

  public String reason() {
    return reason;
  }
}
