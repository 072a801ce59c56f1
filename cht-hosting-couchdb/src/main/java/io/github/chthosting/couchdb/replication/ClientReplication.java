package io.github.chthosting.couchdb.replication;

import io.github.chthosting.Operation;
import io.github.chthosting.couchdb.Database;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * Replication through this process: it reads one database and writes the other, for two sites that
 * cannot reach each other, or to be faster. Immutable; each {@link #start()} is a run of its own,
 * of which only one should be under way.
 *
 * <p>It follows CouchDB's replication protocol: every leaf revision with its history, conflicts,
 * deletions and attachments, written with {@code new_edits:false}; checkpoints in {@code _local}
 * documents on both sides, in CouchDB's form. So a run that was killed at any point goes on where
 * it was, and nothing is harmed by doing a part twice. Memory is bounded by {@link Builder#memory},
 * and attachments are streamed, so {@code -Xmx64m} is enough for any database.
 *
 * <p>Documents that the target refuses, by a validation function or a size limit, are counted and
 * named in the result and not tried again, as with CouchDB's own replicator.
 */
public interface ClientReplication {

  /** A replication of everything that is there when it runs. The target must exist. */
  static Builder builder(Database source, Database target) {
    return new TransferBuilder(source, target);
  }

  /**
   * Starts it. Cancelling stops it at once; what was written stays, and the next run goes on from
   * the last checkpoint. A continuous one ends only so, or by a failure.
   *
   * @return fails with {@link io.github.chthosting.HostingException}; {@code isRetryable()} says
   *     whether a new run may help
   */
  Operation<ReplicationResult> start();

  /** Returns the name of its checkpoint, below {@code _local/} on both sides. */
  String checkpointId();

  /** Settings; {@link #build()} copies them. Not thread-safe. */
  interface Builder {
    /** Goes on with later changes until it is cancelled. */
    Builder continuous();

    /** Chooses only these documents. */
    Builder documents(Collection<String> ids);

    /** Chooses only documents that match, by the selector of {@code _find}. */
    Builder selector(ObjectNode selector);

    /**
     * Chooses only documents that a filter function of the source lets pass, such as {@code
     * app/mine}.
     */
    Builder filter(String name, Map<String, String> parameters);

    /**
     * Remembers nothing; writes to no {@code _local} document, so the source need not be written.
     */
    Builder withoutCheckpoints();

    /**
     * Goes on where another replication of the same databases and documents stopped, and lets it go
     * on from here: CouchDB's own job, by {@link JobStatus#replicationId()}. Only one of them may
     * run at a time.
     */
    Builder checkpointOf(String replicationId);

    /**
     * Allows a database, on either side, that a restore or a rebuild has not finished; without this
     * such a database is refused with {@link
     * io.github.chthosting.couchdb.server.UnfinishedException}.
     */
    Builder includingUnfinished();

    /** Sets the time between two checkpoints. Default 15 s. */
    Builder checkpointInterval(Duration interval);

    /** Sets the number of requests to the target at a time. Default 8. */
    Builder writers(int requests);

    /** Sets the most documents in one request to the target. Default 1,000. */
    Builder batchSize(int documents);

    /** Sets the bytes of documents in memory at a time, roughly. Default 16 MiB. */
    Builder memory(int bytes);

    /**
     * Checks and copies. Sends nothing.
     *
     * @throws IllegalArgumentException if documents are chosen in more than one way
     */
    ClientReplication build();
  }
}
