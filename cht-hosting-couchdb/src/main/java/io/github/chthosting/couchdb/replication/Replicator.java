package io.github.chthosting.couchdb.replication;

import io.github.chthosting.couchdb.CouchDb;
import java.util.List;
import java.util.Optional;

/**
 * The replication jobs of a CouchDB, 2.1 or later: those of one replicator database. Thread-safe;
 * closes nothing, as the client belongs to the caller. Administrator's rights are needed.
 *
 * <pre>{@code
 * Replicator replicator = Replicator.of(couch);
 * ReplicationJob job = replicator.start("medic-to-standby",
 *     Replication.builder(medic, standby).continuous().build());
 * job.awaitCaughtUp(couch.database("medic"), Duration.ofMinutes(10));
 * }</pre>
 *
 * <p>Every call may throw {@link io.github.chthosting.UnsupportedVersionException} for a CouchDB
 * before 2.1, which has no scheduler, beside what {@link CouchDb} names.
 */
public interface Replicator {

  /** The jobs in {@code _replicator}. */
  static Replicator of(CouchDb couch) {
    return of(couch, "_replicator");
  }

  /**
   * The jobs in another replicator database.
   *
   * @throws IllegalArgumentException if the name does not end in {@code /_replicator}: CouchDB
   *     would not look into it
   */
  static Replicator of(CouchDb couch, String database) {
    if (!database.equals("_replicator") && !database.endsWith("/_replicator")) {
      throw new IllegalArgumentException(
          "a replicator database is _replicator or ends in /_replicator, not " + database);
    }
    return new ScheduledReplicator(couch, database);
  }

  /** Returns the replicator database. */
  String database();

  /**
   * Starts a job, or adopts the one that is there under this id if it does the same; a paused one
   * goes on. So it may be called again after any failure. Creates the replicator database if it is
   * not there.
   *
   * @throws io.github.chthosting.couchdb.server.ConflictException if a job that does something else
   *     has this id; {@link ReplicationJob#change} replaces it
   */
  ReplicationJob start(String id, Replication replication);

  /** Returns the job under this id, running, ended or paused; empty if there is none. */
  Optional<ReplicationJob> find(String id);

  /** Returns the ids of all jobs, in order, paused ones included. */
  List<String> ids();

  /**
   * Returns what the scheduler, the documents and the running tasks say of all jobs, put together.
   */
  ReplicatorStatus observe();
}
