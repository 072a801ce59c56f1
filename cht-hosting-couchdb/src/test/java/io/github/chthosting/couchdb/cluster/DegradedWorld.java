package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.backup.Backup;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.cluster.DegradedCluster.Fate;
import io.github.chthosting.couchdb.replication.ClientReplication;
import io.github.chthosting.couchdb.replication.Replicator;
import io.github.chthosting.couchdb.replication.Standby;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The cluster, another server, and what was made while all was well. */
final class DegradedWorld implements AutoCloseable {
  final Fate fate;
  final Path folder;
  final DegradedCluster cluster;
  final EmbeddedCouchDb target = EmbeddedCouchDb.builder().start();
  final CouchDb other =
      CouchDb.builder(target.uri()).credentials(DegradedCluster.ADMIN).attempts(1).build();
  final Database replica = other.database("replica");
  final Map<String, String> before;
  private final Map<String, Map<String, String>> expected = new LinkedHashMap<>();
  private int journals;

  /**
   * @param reads whether something is read that is compared with a backup and a replica
   */
  DegradedWorld(Fate fate, int n, boolean reads, Path folder) {
    this.fate = fate;
    this.folder = folder;
    cluster = new DegradedCluster(n);
    before = cluster.truth;
    if (reads) {
      backup("before");
      replica.create(DatabaseOptions.defaults());
      ClientReplication.builder(cluster.database, replica).build().start().await();
    }
  }

  BackupStore store(String name) {
    return BackupStore.folder(folder.resolve(name));
  }

  long backup(String name) {
    return Backup.of(cluster.couch)
        .databases("medic")
        .to(store(name))
        .start()
        .await()
        .databases()
        .get(0)
        .counts()
        .documents();
  }

  ClusterPlans plans() {
    return ClusterPlans.builder(cluster.couch).patience(Duration.ofSeconds(3)).build();
  }

  ShardPlanner shards() {
    return plans().shards().only(List.of("medic")).deletingFiles();
  }

  void apply(Plan plan) {
    try (Journal journal = Journal.in(folder.resolve("journal" + journals++))) {
      plan.apply(journal).await(Duration.ofMinutes(3));
    }
  }

  Standby standby() {
    return Standby.builder(Replicator.of(other), cluster.couch, other)
        .primaryAt(cluster.spare.uri(), DegradedCluster.ADMIN)
        .standbyAt(target.uri(), DegradedCluster.ADMIN)
        .databases("medic"::equals)
        .named(name -> "standby")
        .patience(Duration.ofMinutes(1))
        .build();
  }

  /** The standby for a primary on the other server, which this cluster is then. */
  Standby follower() {
    return Standby.builder(Replicator.of(cluster.couch), other, cluster.couch)
        .primaryAt(target.uri(), DegradedCluster.ADMIN)
        .standbyAt(cluster.spare.uri(), DegradedCluster.ADMIN)
        .databases("primary"::equals)
        .named(name -> "medic")
        .patience(Duration.ofMinutes(1))
        .build();
  }

  /** Makes a primary of what the database holds, and lets the database follow it. */
  void followPrimary() {
    Database primary = other.database("primary");
    primary.create();
    ClientReplication.builder(cluster.database, primary).build().start().await();
    apply(follower().planSync());
    cluster.settle();
  }

  boolean isFollowing() {
    return !Replicator.of(cluster.couch).ids().isEmpty();
  }

  /** Notes what the database must hold once all is well again. */
  boolean laterHolds(String name, Map<String, String> wanted) {
    expected.put(name, wanted);
    return true;
  }

  boolean isWhole() {
    expected.put("medic", cluster.truth);
    return expected.entrySet().stream()
        .allMatch(entry -> cluster.content(entry.getKey()).equals(entry.getValue()));
  }

  boolean isInTarget(String name) {
    return DegradedCluster.content(other, name).equals(cluster.truth);
  }

  @Override
  public void close() {
    other.close();
    target.close();
    cluster.close();
  }
}
