package io.github.chthosting.couchdb.backup;

import io.github.chthosting.Credentials;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.testkit.EmbeddedCouchDb;

/** Three nodes in this JVM, and a client of them. */
final class Embedded implements AutoCloseable {
  private final EmbeddedCouchDb server = EmbeddedCouchDb.builder().nodes(3).start();
  private final CouchDb couch =
      CouchDb.builder(server.uris()).credentials(Credentials.basic("admin", "password")).build();

  EmbeddedCouchDb server() {
    return server;
  }

  CouchDb couch() {
    return couch;
  }

  @Override
  public void close() {
    couch.close();
    server.close();
  }
}
