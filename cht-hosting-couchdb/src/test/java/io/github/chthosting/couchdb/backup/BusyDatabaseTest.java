package io.github.chthosting.couchdb.backup;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.testkit.Fault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class BusyDatabaseTest extends BusyDatabaseCases {
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

  @Override
  void disturb(Database database) {
    embedded
        .server()
        .inject(Fault.on("GET", "/" + database.name() + "/_changes").cutAfter(300_000).times(2));
  }
}
