package io.github.chthosting.couchdb.backup;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import org.junit.jupiter.api.AfterAll;

/** Backups of the CouchDB that {@code COUCHDB_URL} names. */
class BackupIT extends BackupCases {
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
  void refuseAll(Database target) throws Exception {
    target
        .request("PUT", "_design", "no")
        .body(
            Site.JSON.readTree(
                "{\"validate_doc_update\":\"function(n,o,u,s){throw({forbidden:'no'});}\"}"))
        .json();
  }
}
