package io.github.chthosting.couchdb.replication;

import io.github.chthosting.plan.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judges observed jobs. Pure. */
final class Findings {
  private static final int LOOP = 3;

  /** couch_replicator_scheduler.erl: 30 s, doubled with each crash, at most ten times. */
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);

  private static final int MOST_DOUBLINGS = 10;

  private final JobStatus job;
  private final List<Finding> found = new ArrayList<>();

  private Findings(JobStatus job) {
    this.job = job;
  }

  static List<Finding> of(JobStatus job) {
    return of(job, Optional.empty());
  }

  static List<Finding> of(JobStatus job, Optional<JobStatus> earlier) {
    Findings findings = new Findings(job);
    findings.errors();
    findings.leftovers();
    earlier.ifPresent(findings::stalled);
    return findings.found;
  }

  private void errors() {
    String why = job.failure().map(JobFailure::toString).orElse("CouchDB names no cause");
    if (job.state() == JobState.FAILED) {
      add(ReplicationProblem.FAILED, why + ". It is not tried again", "change or restart it");
    } else if (job.errors() >= LOOP) {
      add(ReplicationProblem.CRASH_LOOP, crashes(why), "fix what it names; it is tried again");
    } else if (job.state().isRetrying()) {
      add(ReplicationProblem.RETRYING, crashes(why), "wait, or fix what it names");
    }
    if (job.counts().writeFailures() > 0) {
      add(
          ReplicationProblem.REFUSED_DOCUMENTS,
          job.counts().writeFailures()
              + " revisions were refused by the target and are not tried again",
          "look at its validate_doc_update functions and size limits, then compare both sides");
    }
  }

  private String crashes(String why) {
    return job.errors() + " crashes in a row" + nextTry() + ": " + why;
  }

  private String nextTry() {
    Optional<Instant> last =
        job.history().stream()
            .filter(event -> event.type().equals("crashed"))
            .map(JobEvent::at)
            .findFirst();
    return last.map(at -> ", next try not before " + at.plus(pause())).orElse("");
  }

  private Duration pause() {
    int doublings = Math.max(0, Math.min(job.errors() - 1, MOST_DOUBLINGS));
    return FIRST_PAUSE.multipliedBy(1L << doublings);
  }

  private void leftovers() {
    if (job.id().isEmpty()) {
      add(
          ReplicationProblem.NOT_PERSISTENT,
          "started by _replicate; it is lost when its node restarts",
          "start it by a document of _replicator");
    } else if (!job.hasDocument()) {
      add(
          ReplicationProblem.ORPHANED,
          "its document is gone, but "
              + (job.jobs() > 0 ? "the scheduler still has it" : "a task still runs")
              + job.node().map(node -> " on " + node).orElse(""),
          "observe again; if it stays, restart that node's replicator");
    } else if (job.state() == JobState.UNSCHEDULED) {
      add(
          ReplicationProblem.UNSCHEDULED,
          "no node made a job of its document",
          "check whether a node is down, or the database is not a replicator's");
    }
    if (job.jobs() > 1) {
      add(
          ReplicationProblem.DUPLICATED,
          job.jobs() + " jobs for one document",
          "check whether the cluster is split");
    }
  }

  private void stalled(JobStatus earlier) {
    boolean hasWork = job.counts().pending().orElse(1) > 0;
    boolean ran = job.state() == JobState.RUNNING && earlier.state() == JobState.RUNNING;
    if (ran && hasWork && !job.counts().isAhead(earlier.counts())) {
      String pending =
          job.counts().pending().isPresent()
              ? job.counts().pending().getAsLong() + " changes pending"
              : "an unknown number of changes pending";
      add(
          ReplicationProblem.STALLED,
          "runs without an error and does nothing, with " + pending,
          "restart it; if it stays so, restart its node");
    }
  }

  private void add(ReplicationProblem problem, String detail, String nextStep) {
    found.add(problem.finding(job.name(), detail, nextStep));
  }
}
