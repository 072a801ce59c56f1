package io.github.chthosting.couchdb.server;

import io.github.chthosting.HostingException;

/**
 * A database is not whole: a restore or a rebuild has begun to fill it and is at work still, or was
 * cut. Nothing was changed. {@link io.github.chthosting.couchdb.UnfinishedWork} says more, and
 * removes the mark.
 */
public class UnfinishedException extends HostingException {
  private static final long serialVersionUID = 1L;

  private final String database;

  public UnfinishedException(String operation, String message, String database) {
    super(operation, message, false, null);
    this.database = database;
  }

  /** Returns the database's name. */
  public String database() {
    return database;
  }
}
