package io.github.chthosting.couchdb.backup;

import io.github.chthosting.couchdb.CouchDb;
import org.junit.jupiter.api.AfterAll;

/** The options on the CouchDB that {@code COUCHDB_URL} names. */
class OptionsIT extends OptionsCases {
  private static final CouchDb COUCH = RealCouch.connect();

  @AfterAll
  static void stop() {
    COUCH.close();
  }

  @Override
  CouchDb couch() {
    return COUCH;
  }
}
