package io.github.chthosting.couchdb.backup.report;

import io.github.chthosting.HostingException;

/**
 * Documents of a database could not be read: copies of its ranges are away or lack them, and it
 * stays so. A backup that fails with it has left nothing behind.
 */
public class BackupIncompleteException extends HostingException {
  private static final long serialVersionUID = 1L;

  private final String database;

  /**
   * @param why with ranges, nodes and counts, as far as they are known
   */
  public BackupIncompleteException(String database, String why) {
    super(
        "reading " + database,
        ("%s cannot be read completely: %s. The database is untouched, and no backup was made of it."
                + " Start nodes that are away, end maintenance modes, have the copies synchronised"
                + " (POST /%s/_sync_shards), and try again; acceptingIncomplete() makes a backup of"
                + " what there is, and marks it as incomplete.")
            .formatted(database, why, database),
        true,
        null);
    this.database = database;
  }

  /** Returns the name of the database. */
  public String database() {
    return database;
  }
}
