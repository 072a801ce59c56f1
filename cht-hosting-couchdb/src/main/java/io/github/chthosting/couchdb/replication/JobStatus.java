package io.github.chthosting.couchdb.replication;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The state of a job at one moment. Endpoints are without credentials.
 *
 * @param id the document's id; empty for a job of {@code _replicate}, which ends with its node
 * @param replicationId CouchDB's id of what it does; empty while it has none
 * @param state what it is
 * @param source the source's URL
 * @param target the target's URL
 * @param node the node that runs it, or ran it last; empty if none
 * @param started when its present definition was first seen by the scheduler
 * @param updated when state or task last changed, by the node's clock
 * @param errors consecutive crashes
 * @param failure why it does not run
 * @param counts how far it is
 * @param history what the scheduler did with it, newest first, at most 20 events by default
 * @param hasDocument whether its document is there
 * @param jobs how many jobs the scheduler has for it; one, or none when it has ended
 * @param tasks how many running tasks say they do it; one while it runs
 */
public record JobStatus(
    String id,
    Optional<String> replicationId,
    JobState state,
    String source,
    String target,
    Optional<String> node,
    Optional<Instant> started,
    Optional<Instant> updated,
    int errors,
    Optional<JobFailure> failure,
    JobCounts counts,
    List<JobEvent> history,
    boolean hasDocument,
    int jobs,
    int tasks) {
  public JobStatus {
    history = List.copyOf(history);
  }

  /** Returns whether it goes on with later changes. */
  public boolean isContinuous() {
    return replicationId.filter(name -> name.contains("+continuous")).isPresent();
  }

  /** Returns the job's name in messages. */
  public String name() {
    return id.isEmpty() ? replicationId.orElse("?") + " (_replicate)" : id;
  }

  /** Returns what it is and how far, in a line. */
  @Override
  public String toString() {
    String pending =
        counts.pending().isPresent() ? ", " + counts.pending().getAsLong() + " pending" : "";
    return "%s: %s, %d documents written%s%s"
        .formatted(
            name(),
            state,
            counts.documentsWritten(),
            pending,
            failure.map(why -> ", " + why).orElse(""));
  }
}
