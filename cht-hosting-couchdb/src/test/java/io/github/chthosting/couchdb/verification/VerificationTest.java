package io.github.chthosting.couchdb.verification;

import io.github.chthosting.couchdb.replication.Site;
import io.github.chthosting.testkit.EmbeddedCouchDb;

class VerificationTest extends VerificationCases {
  /** Shared by all tests of this class; they end with the virtual machine. */
  private static final EmbeddedCouchDb SERVER = EmbeddedCouchDb.builder().start();

  private static final EmbeddedCouchDb OTHER = EmbeddedCouchDb.builder().nodes(2).start();

  @Override
  Site source() {
    return Site.embedded(SERVER);
  }

  @Override
  Site target() {
    return Site.embedded(OTHER);
  }
}
