package io.github.chthosting.couchdb.replication;

import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/**
 * The progress of a job, by CouchDB's count since it first ran.
 *
 * @param revisionsChecked revisions of the source that the target was asked for
 * @param missingFound of those, the ones the target had not
 * @param documentsRead revisions read from the source
 * @param documentsWritten revisions that the target took
 * @param writeFailures revisions that the target refused. They are not tried again
 * @param pending changes of the source that are not carried yet, at most {@code connection_timeout}
 *     old; empty while CouchDB does not know
 * @param throughSequence sequence of the source up to which everything is in the target; opaque,
 *     empty if not known
 * @param checkpoint sequence of the source from which it would go on after a restart; opaque
 */
public record JobCounts(
    long revisionsChecked,
    long missingFound,
    long documentsRead,
    long documentsWritten,
    long writeFailures,
    OptionalLong pending,
    String throughSequence,
    String checkpoint) {

  static JobCounts of(JsonNode info) {
    JsonNode pending = info.path("changes_pending");
    String checkpoint = info.path("checkpointed_source_seq").asString("");
    return new JobCounts(
        info.path("revisions_checked").asLong(0),
        info.path("missing_revisions_found").asLong(0),
        info.path("docs_read").asLong(0),
        info.path("docs_written").asLong(0),
        info.path("doc_write_failures").asLong(0),
        pending.isNumber() ? OptionalLong.of(pending.asLong(0)) : OptionalLong.empty(),
        info.path("through_seq").asString(checkpoint),
        checkpoint);
  }

  static JobCounts none() {
    return new JobCounts(0, 0, 0, 0, 0, OptionalLong.empty(), "", "");
  }

  /** Returns whether anything has moved since {@code earlier}. */
  boolean isAhead(JobCounts earlier) {
    return revisionsChecked != earlier.revisionsChecked
        || documentsRead != earlier.documentsRead
        || documentsWritten != earlier.documentsWritten
        || !throughSequence.equals(earlier.throughSequence)
        || !checkpoint.equals(earlier.checkpoint);
  }
}
