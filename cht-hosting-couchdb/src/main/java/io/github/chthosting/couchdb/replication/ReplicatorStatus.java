package io.github.chthosting.couchdb.replication;

import io.github.chthosting.plan.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The jobs of a replicator database, those of {@code _replicate}, and what is left of jobs that are
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

  /** Returns the job of this document. */
  public Optional<JobStatus> job(String id) {
    return jobs.stream().filter(job -> job.id().equals(id)).findFirst();
  }

  /** Returns what is wrong, by this observation alone: all but what takes two to see. */
  public List<Finding> findings() {
    return jobs.stream().flatMap(job -> Findings.of(job).stream()).toList();
  }

  /**
   * Returns what is wrong, stalled jobs included: those that run, have no error, have something to
   * do, and did nothing between the two observations.
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

  /** Returns a line for each job and each finding. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(database + " at " + at + ": " + jobs.size() + " jobs");
    jobs.forEach(job -> text.append("\n  ").append(job));
    findings().forEach(finding -> text.append('\n').append(finding));
    return text.toString();
  }
}
