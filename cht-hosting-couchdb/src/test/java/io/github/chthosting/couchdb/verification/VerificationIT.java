package io.github.chthosting.couchdb.verification;

import io.github.chthosting.couchdb.replication.Site;

class VerificationIT extends VerificationCases {
  private final Site both = Site.real();

  @Override
  Site source() {
    return both;
  }

  @Override
  Site target() {
    return both;
  }
}
