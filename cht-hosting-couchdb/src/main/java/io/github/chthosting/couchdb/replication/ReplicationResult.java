package io.github.chthosting.couchdb.replication;

import java.time.Duration;
import java.util.List;

/**
 * What a run of a {@link ClientReplication} did.
 *
 * @param documents documents of the source that have changed since the last run
 * @param revisionsRead revisions read from the source
 * @param revisionsWritten revisions that the target took; those that it had already may be among
 *     them
 * @param refusedCount revisions that the target refused
 * @param refused the first 1,000 of them
 * @param bytes bytes of documents written
 * @param sequence the sequence of the source up to which the target has everything but what it
 *     refused; opaque
 * @param elapsed how long it took
 */
public record ReplicationResult(
    long documents,
    long revisionsRead,
    long revisionsWritten,
    long refusedCount,
    List<Refused> refused,
    long bytes,
    String sequence,
    Duration elapsed) {
  public ReplicationResult {
    refused = List.copyOf(refused);
  }

  /**
   * A revision that the target did not take.
   *
   * @param id of the document
   * @param revision that was refused
   * @param error CouchDB's word, such as {@code forbidden}
   * @param reason CouchDB's words
   */
  public record Refused(String id, String revision, String error, String reason) {}

  /** Revisions written a second. */
  public double rate() {
    return revisionsWritten / Math.max(1e-3, elapsed.toMillis() / 1e3);
  }

  @Override
  public String toString() {
    return "%,d documents, %,d revisions written, %,d refused, %,d MB in %.1f s"
        .formatted(
            documents, revisionsWritten, refusedCount, bytes / 1_000_000, elapsed.toMillis() / 1e3);
  }
}
