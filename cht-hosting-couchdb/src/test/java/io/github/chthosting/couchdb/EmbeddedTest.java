package io.github.chthosting.couchdb;

import io.github.chthosting.Credentials;
import io.github.chthosting.couchdb.cases.AttachmentCases;
import io.github.chthosting.couchdb.cases.ChangesCases;
import io.github.chthosting.couchdb.cases.ClusterCases;
import io.github.chthosting.couchdb.cases.DatabaseCases;
import io.github.chthosting.couchdb.cases.DocumentCases;
import io.github.chthosting.couchdb.cases.ViewCases;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;

/** The client on an embedded cluster of three nodes. */
class EmbeddedTest {
  static final EmbeddedCouchDb SERVER = EmbeddedCouchDb.builder().nodes(3).start();
  static final CouchDb COUCH =
      CouchDb.builder(SERVER.uris()).credentials(Credentials.basic("admin", "password")).build();

  @AfterAll
  static void stop() {
    COUCH.close();
    SERVER.close();
  }

  @Nested
  class Attachments extends AttachmentCases {
    Attachments() {
      super(COUCH);
    }
  }

  @Nested
  class ChangesFeeds extends ChangesCases {
    ChangesFeeds() {
      super(COUCH);
    }
  }

  @Nested
  class Clusters extends ClusterCases {
    Clusters() {
      super(COUCH);
    }
  }

  @Nested
  class Databases extends DatabaseCases {
    Databases() {
      super(COUCH);
    }
  }

  @Nested
  class Documents extends DocumentCases {
    Documents() {
      super(COUCH);
    }
  }

  @Nested
  class Views extends ViewCases {
    Views() {
      super(COUCH);
    }
  }
}
