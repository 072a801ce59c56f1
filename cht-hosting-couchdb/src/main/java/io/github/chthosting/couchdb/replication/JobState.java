package io.github.chthosting.couchdb.replication;

import java.util.Locale;

/** The states of a job, by CouchDB's own words, and two that CouchDB has none for. */
public enum JobState {
  /** The document was read, the job is not with the scheduler yet. */
  INITIALIZING,
  /** Waits for its turn; the scheduler runs {@code max_jobs} at a time. */
  PENDING,
  RUNNING,
  /** The job failed when it ran, and is tried again after a pause that doubles. */
  CRASHING,
  /** The document could not be made a job, and is tried again. */
  ERROR,
  /** The document can never be made a job; not tried again until its document changes. */
  FAILED,
  COMPLETED,
  /** The job was put aside by {@link ReplicationJob#pause()}. */
  PAUSED,
  /** The job's document is there, but no node of the cluster knows of it. */
  UNSCHEDULED;

  static JobState of(String word) {
    for (JobState state : values()) {
      if (state.name().toLowerCase(Locale.ROOT).equals(word)) {
        return state;
      }
    }
    return UNSCHEDULED;
  }

  /** Returns whether it is tried again by itself after an error. */
  public boolean isRetrying() {
    return this == CRASHING || this == ERROR;
  }
}
