package io.github.chthosting.couchdb.backup;

import io.github.chthosting.couchdb.CouchDb;
import org.junit.jupiter.api.AfterAll;

/** The round trip on the CouchDB that {@code COUCHDB_URL} names. */
class RoundTripIT extends RoundTripCases {
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
