package io.github.chthosting.couchdb.server;

import io.github.chthosting.HostingException;

/**
 * Signals that CouchDB would refuse this name of a database, document or attachment, or take it for
 * something else: an empty document id in a DELETE is the database. Nothing was sent.
 */
public class IllegalNameException extends HostingException {
  private static final long serialVersionUID = 1L;

  public IllegalNameException(String message) {
    super("check of a name", message, false, null);
  }
}
