package io.github.chthosting.couchdb.replication;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All jobs of a replicator database, those of {@code _replicate}, and what is left of jobs that are
 * gone, at one moment.
 *
 * @param at when it was observed, by this machine's clock
 * @param database the replicator database
 * @param jobs in the order of their names
 */
public record ReplicatorStatus(Instant at, String database, List<JobStatus> jobs) {
  public ReplicatorStatus {
    jobs = List.copyOf(jobs);
  }

  /** The job of this document. */
  public Optional<JobStatus> job(String id) {
    return jobs.stream().filter(job -> job.id().equals(id)).findFirst();
  }

  /** What is wrong, by this observation alone: all but what takes two to see. */
  public List<Finding> findings() {
    return jobs.stream().flatMap(job -> Findings.of(job).stream()).toList();
  }

  /**
   * What is wrong, stalled jobs included: those that run, have no error, have something to do, and
   * did nothing between the two observations.
   *
   * @param earlier an observation at least {@code patience} before this one; a nearer one shows
   *     nothing as stalled
   */
  public List<Finding> findings(ReplicatorStatus earlier, Duration patience) {
    boolean farEnough = !earlier.at.plus(patience).isAfter(at);
    return jobs.stream()
        .flatMap(
            job -> (farEnough ? Findings.of(job, earlier.same(job)) : Findings.of(job)).stream())
        .toList();
  }

  private Optional<JobStatus> same(JobStatus job) {
    return jobs.stream()
        .filter(other -> other.id().equals(job.id()))
        .filter(other -> other.replicationId().equals(job.replicationId()))
        .findFirst();
  }

  /**
   * Something that an operator should know.
   *
   * @param kind what
   * @param job the job's name
   * @param message what is known of it and what to do
   */
  public record Finding(Kind kind, String job, String message) {

    /** What an operator should know. */
    public enum Kind {
      /** Has crashed at least three times in a row. */
      CRASH_LOOP,
      /** Crashed or could not start, and is tried again. */
      RETRYING,
      /** Will not be tried again. */
      FAILED,
      /** The target refused documents, which are not tried again. */
      REFUSED_DOCUMENTS,
      /** Runs with something to do and no error, and does nothing. */
      STALLED,
      /** A job or task whose document is gone. */
      ORPHANED,
      /** A document that no node made a job of. */
      UNSCHEDULED,
      /** The scheduler has more than one job for one document. */
      DUPLICATED,
      /** Started by {@code _replicate}: ends, and is not started again, when its node does. */
      NOT_PERSISTENT
    }

    @Override
    public String toString() {
      return kind + " " + job + ": " + message;
    }
  }
}
