package io.github.chthosting.couchdb.replication;

class CutOverIT extends CutOverCases {
  @Override
  Site site() {
    return Site.real();
  }
}
