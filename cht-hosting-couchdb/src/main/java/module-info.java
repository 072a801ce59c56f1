import org.jspecify.annotations.NullMarked;

/** CouchDB: typed client, changes feed, cluster, backup. */
@NullMarked
module io.github.chthosting.couchdb {
  requires transitive io.github.chthosting.core;
  requires static transitive org.jspecify;
  requires com.github.luben.zstd_jni;
  requires org.slf4j;

  opens io.github.chthosting.couchdb.cluster to
      tools.jackson.databind;
  opens io.github.chthosting.couchdb.internal.shards to
      tools.jackson.databind;
  opens io.github.chthosting.couchdb.replication to
      tools.jackson.databind;

  exports io.github.chthosting.couchdb;
  exports io.github.chthosting.couchdb.backup;
  exports io.github.chthosting.couchdb.backup.report;
  exports io.github.chthosting.couchdb.backup.store;
  exports io.github.chthosting.couchdb.changes;
  exports io.github.chthosting.couchdb.cluster;
  exports io.github.chthosting.couchdb.maintenance;
  exports io.github.chthosting.couchdb.migration;
  exports io.github.chthosting.couchdb.replication;
  exports io.github.chthosting.couchdb.server;
  exports io.github.chthosting.couchdb.shards;
  exports io.github.chthosting.couchdb.verification;
}
