package io.github.chthosting.couchdb.replication;

import java.util.Locale;

/** What a job is, by CouchDB's own words, and two that CouchDB has none for. */
public enum JobState {
  /** The document was read, the job is not with the scheduler yet. */
  INITIALIZING,
  /** Waits for its turn; the scheduler runs {@code max_jobs} at a time. */
  PENDING,
  RUNNING,
  /** Failed when it ran, and is tried again after a pause that doubles. */
  CRASHING,
  /** Could not be made a job, and is tried again. */
  ERROR,
  /** Can never be made a job; not tried again until its document changes. */
  FAILED,
  COMPLETED,
  /** Put aside by {@link ReplicationJob#pause()}. */
  PAUSED,
  /** Its document is there, but no node of the cluster knows of it. */
  UNSCHEDULED;

  static JobState of(String word) {
    for (JobState state : values()) {
      if (state.name().toLowerCase(Locale.ROOT).equals(word)) {
        return state;
      }
    }
    return UNSCHEDULED;
  }

  /** Whether it is tried again by itself after an error. */
  public boolean isRetrying() {
    return this == CRASHING || this == ERROR;
  }
}
