package io.github.chthosting.couchdb.internal.rows;

import java.io.IOException;

/** The stream ended, or stood still, before its content did. */
public final class TruncatedException extends IOException {
  private static final long serialVersionUID = 1L;

  public TruncatedException(String message) {
    super(message);
  }
}
