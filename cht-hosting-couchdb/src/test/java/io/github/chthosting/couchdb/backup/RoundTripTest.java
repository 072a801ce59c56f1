package io.github.chthosting.couchdb.backup;

import io.github.chthosting.couchdb.CouchDb;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class RoundTripTest extends RoundTripCases {
  private static Embedded embedded;

  @BeforeAll
  static void start() {
    embedded = new Embedded();
  }

  @AfterAll
  static void stop() {
    embedded.close();
  }

  @Override
  CouchDb couch() {
    return embedded.couch();
  }
}
