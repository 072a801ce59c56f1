package io.github.chthosting.couchdb.internal.rows;

import java.io.IOException;

/** Bytes that are not the JSON that was promised. */
public final class MalformedJsonException extends IOException {
  private static final long serialVersionUID = 1L;

  public MalformedJsonException(String message) {
    super(message);
  }
}
