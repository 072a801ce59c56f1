package io.github.chthosting.couchdb.replication;

import io.github.chthosting.ByteSize;
import io.github.chthosting.TimeSpan;
import io.github.chthosting.couchdb.internal.RowError;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The result of a run of a {@link ClientReplication}.
 *
 * @param documents documents of the source that have changed since the last run
 * @param revisionsRead revisions read from the source
 * @param revisionsWritten revisions that the target took; those that it had already may be among
 *     them
 * @param refusedCount revisions that the target refused, or that the source cannot give
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
  private static final int SHOWN = 10;

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
  public record Refused(String id, String revision, String error, String reason) {
    /** Returns what can be done about it. */
    public String wayOut() {
      return RowError.wayOut(error);
    }

    @Override
    public String toString() {
      return "'%s' %s: %s - %s; %s".formatted(id, revision, error, reason, wayOut());
    }
  }

  /** Returns whether the target has everything: nothing was refused. */
  public boolean isComplete() {
    return refusedCount == 0;
  }

  /** Returns the revisions written a second. */
  public double rate() {
    return revisionsWritten / Math.max(1e-3, elapsed.toMillis() / 1e3);
  }

  /** Returns a line for the whole, and a line for each of the first revisions that were refused. */
  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%,d documents, %,d revisions written, %,d refused, %s in %s",
                documents,
                revisionsWritten,
                refusedCount,
                ByteSize.format(bytes),
                TimeSpan.format(elapsed)));
    refused.stream().limit(SHOWN).forEach(one -> text.append("\n  refused: ").append(one));
    if (refusedCount > SHOWN) {
      text.append(String.format(Locale.ROOT, "\n  and %,d more", refusedCount - SHOWN));
    }
    return isComplete() ? text.toString() : text + "\nnot complete";
  }
}
