package io.github.chthosting.couchdb.replication;

import io.github.chthosting.couchdb.Database;
import java.time.Duration;

/** A job of a {@link Replicator}. Thread-safe; holds no state of its own. */
public interface ReplicationJob {

  /** Returns the id of its document. */
  String id();

  /**
   * Returns what it does, credentials included.
   *
   * @throws io.github.chthosting.couchdb.server.NotFoundException if it was cancelled
   */
  Replication definition();

  /**
   * Makes it do this instead, from now. Nothing happens if it does so already. Where source, target
   * and choice of documents stay the same it goes on at its checkpoint, otherwise it compares all
   * documents once.
   */
  void change(Replication replication);

  /**
   * Stops it until {@link #resume()}, by this process or another. CouchDB has no such state: the
   * definition is kept in a {@code _local} document of the replicator database, and the checkpoint
   * stays. Nothing happens if it is paused.
   */
  void pause();

  /** Lets a paused job go on at its checkpoint. Nothing happens if it is not paused. */
  void resume();

  /** Runs a job again that has completed or failed. */
  void restart();

  /** Ends it and forgets its definition. What it carried stays. Nothing happens if it is gone. */
  void cancel();

  /** Returns what is known of it now. */
  JobStatus status();

  /**
   * Waits until a one-shot job has completed.
   *
   * @return what became of it; look at {@link JobCounts#writeFailures()}
   * @throws io.github.chthosting.HostingException if it failed, or crashed for a reason that does
   *     not pass by itself, such as a wrong password; the job is left as it is
   * @throws io.github.chthosting.TimedOutException after {@code limit}, naming the last error
   */
  JobStatus awaitCompleted(Duration limit);

  /**
   * Waits until each document that the source had when this was called is in the target as it was
   * then, or has changed again since. {@code changes_pending} is no proof: CouchDB computes it once
   * in {@code connection_timeout}, 30 s by default. This asks the source itself for what came after
   * the last sequence that the job has written.
   *
   * <p>Documents that the target refused, by a validation function for example, count as carried:
   * see {@link JobCounts#writeFailures()}, and compare with {@link CutOver}.
   *
   * @param source the source, as this process reaches it
   * @throws io.github.chthosting.HostingException see {@link #awaitCompleted}
   * @throws io.github.chthosting.TimedOutException after {@code limit}, naming the last error
   */
  JobStatus awaitCaughtUp(Database source, Duration limit);
}
