package io.github.chthosting.couchdb.backup;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import org.junit.jupiter.api.AfterAll;

/** Backups of a busy database on the CouchDB that {@code COUCHDB_URL} names. */
class BusyDatabaseIT extends BusyDatabaseCases {
  private static final CouchDb COUCH = RealCouch.connect();

  @AfterAll
  static void stop() {
    COUCH.close();
  }

  @Override
  CouchDb couch() {
    return COUCH;
  }

  @Override
  void disturb(Database database) {
    // The change of mode asks for the feed again, too.
  }
}
