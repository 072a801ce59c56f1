package io.github.chthosting.couchdb;

import io.github.chthosting.couchdb.cases.AttachmentCases;
import io.github.chthosting.couchdb.cases.ChangesCases;
import io.github.chthosting.couchdb.cases.ClusterCases;
import io.github.chthosting.couchdb.cases.DatabaseCases;
import io.github.chthosting.couchdb.cases.DocumentCases;
import io.github.chthosting.couchdb.cases.ViewCases;
import java.net.URI;
import java.util.Arrays;
import org.junit.jupiter.api.Nested;

/** The client on the CouchDB that {@code COUCHDB_URL} names. */
class CouchDbIT {
  static final CouchDb COUCH =
      CouchDb.builder(
              Arrays.stream(System.getenv("COUCHDB_URL").split(",")).map(URI::create).toList())
          .build();

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
