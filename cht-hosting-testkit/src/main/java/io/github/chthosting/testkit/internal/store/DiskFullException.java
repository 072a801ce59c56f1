package io.github.chthosting.testkit.internal.store;

import io.github.chthosting.testkit.internal.http.ApiException;

/** A file could not grow: to a client CouchDB says only that something went wrong within. */
public final class DiskFullException extends ApiException {
  private static final long serialVersionUID = 1L;

  DiskFullException() {
    super(500, "error", "internal_server_error");
  }
}
