package io.github.chthosting.couchdb.backup;

import io.github.chthosting.Credentials;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import io.github.chthosting.testkit.Fault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class BackupTest extends BackupCases {
  private static EmbeddedCouchDb server;
  private static CouchDb couch;

  @BeforeAll
  static void start() {
    server = EmbeddedCouchDb.builder().nodes(3).start();
    couch =
        CouchDb.builder(server.uris()).credentials(Credentials.basic("admin", "password")).build();
  }

  @AfterAll
  static void stop() {
    couch.close();
    server.close();
  }

  @Override
  CouchDb couch() {
    return couch;
  }

  @Override
  void refuseAll(Database target) {
    server.inject(
        Fault.on("POST", "/" + target.name() + "/_bulk_docs")
            .status(413, "{\"error\":\"too_large\",\"reason\":\"a\"}")
            .times(1));
  }
}
