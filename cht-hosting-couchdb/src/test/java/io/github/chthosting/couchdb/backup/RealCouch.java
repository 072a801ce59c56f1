package io.github.chthosting.couchdb.backup;

import io.github.chthosting.couchdb.CouchDb;
import java.net.URI;
import java.util.Arrays;

/** The CouchDB that {@code COUCHDB_URL} names. */
final class RealCouch {
  private RealCouch() {}

  static CouchDb connect() {
    return CouchDb.builder(
            Arrays.stream(System.getenv("COUCHDB_URL").split(",")).map(URI::create).toList())
        .build();
  }
}
