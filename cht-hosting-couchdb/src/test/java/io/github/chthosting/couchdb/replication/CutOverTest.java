package io.github.chthosting.couchdb.replication;

import io.github.chthosting.testkit.EmbeddedCouchDb;

class CutOverTest extends CutOverCases {
  /** Shared by all tests of this class; it ends with the virtual machine. */
  private static final EmbeddedCouchDb SERVER = EmbeddedCouchDb.builder().start();

  @Override
  Site site() {
    return Site.embedded(SERVER);
  }
}
