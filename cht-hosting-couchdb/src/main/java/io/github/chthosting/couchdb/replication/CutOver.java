package io.github.chthosting.couchdb.replication;

import io.github.chthosting.Operation;
import io.github.chthosting.couchdb.Database;
import java.util.function.Predicate;

/**
 * Proves that a copy may take the place of its original: both sides are compared leaf revision by
 * leaf revision, with what replication does not carry. Changes nothing, unless a copy is asked for.
 * Thread-safe.
 *
 * <p>Stop writing to the source first, wait with {@link ReplicationJob#awaitCaughtUp}, then check.
 * A database that is written to meanwhile shows differences that are none. One pass over {@code
 * _changes} of each side, without documents and both at a time; memory does not grow with the
 * database, but for 200 bytes a {@code _local} document. Only in the shard ranges whose sums
 * differ, a second pass with {@code _revs_diff} in both directions names the revisions. To compare
 * whole servers, range by range, or contents, see {@link
 * io.github.chthosting.couchdb.verification.Verification}.
 *
 * <p>A revision's content is taken to be what its name says, as CouchDB itself does. CouchDB's
 * revisions are hashes of the content (attachments by digest), other writers' need not be.
 */
public interface CutOver {

  /** A check of a copy against its original. */
  static CutOver between(Database source, Database target) {
    return new DatabaseCutOver(source, target);
  }

  /** Compares both sides. Cancelling it leaves nothing behind. */
  Operation<CutOverReport> check();

  /** Writes the source's {@code _security} to the target, where it differs. */
  void copySecurity();

  /** Writes the source's {@code _revs_limit} to the target, where it differs. */
  void copyRevisionsLimit();

  /**
   * Writes the source's {@code _purged_infos_limit} to the target, where it differs. CouchDB 2.3 or
   * later.
   */
  void copyPurgedInfosLimit();

  /**
   * Writes the source's {@code _local} documents to the target, over those that differ. Checkpoints
   * are never copied: their sequences belong to the source, and a replication that trusted them on
   * the target would skip changes.
   *
   * @param chosen by id, {@code _local/} included
   * @return how many were written
   */
  int copyLocalDocuments(Predicate<String> chosen);
}
