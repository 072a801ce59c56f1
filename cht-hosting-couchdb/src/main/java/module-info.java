import org.jspecify.annotations.NullMarked;

/** CouchDB: typed client, changes feed, cluster, backup. */
@NullMarked
module io.github.chthosting.couchdb {
  requires transitive io.github.chthosting.core;
  requires static transitive org.jspecify;
  requires com.github.luben.zstd_jni;
  requires org.slf4j;

  exports io.github.chthosting.couchdb;
  exports io.github.chthosting.couchdb.backup;
  exports io.github.chthosting.couchdb.changes;
  exports io.github.chthosting.couchdb.cluster;
  exports io.github.chthosting.couchdb.maintenance;
  exports io.github.chthosting.couchdb.migration;
  exports io.github.chthosting.couchdb.replication;
  exports io.github.chthosting.couchdb.verification;
}
