package io.github.chthosting.couchdb.replication;

import io.github.chthosting.HostingException;
import io.github.chthosting.OperationCancelledException;
import io.github.chthosting.TimedOutException;
import java.time.Duration;
import java.util.function.Predicate;

/** Looks at a job again and again until something holds, it has failed for good, or time is up. */
final class JobWait {
  private static final long FIRST_PAUSE = 100;
  private static final long LONGEST_PAUSE = 2_000;

  private final ReplicationJob job;
  private final Duration limit;
  private final long deadline;

  JobWait(ReplicationJob job, Duration limit) {
    this.job = job;
    this.limit = limit;
    this.deadline = System.nanoTime() + limit.toNanos();
  }

  JobStatus until(Predicate<JobStatus> condition) {
    for (long pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      JobStatus status = job.status();
      if (condition.test(status)) {
        return status;
      }
      requireHope(status);
      if (System.nanoTime() + pause * 1_000_000 > deadline) {
        throw timedOut(status);
      }
      sleep(pause);
    }
  }

  private void requireHope(JobStatus status) {
    boolean hopeless =
        status.state() == JobState.FAILED
            || status.state() == JobState.PAUSED
            || status.failure().filter(failure -> !failure.cause().isTransient()).isPresent();
    if (hopeless) {
      String why = status.failure().map(failure -> ": " + failure).orElse("");
      throw new HostingException(
          "waiting for job " + job.id(),
          "job %s is %s%s. It was left as it is; change, resume or restart it."
              .formatted(job.id(), status.state(), why),
          false,
          null);
    }
  }

  private TimedOutException timedOut(JobStatus status) {
    String pending =
        status.counts().pending().isPresent()
            ? ", " + status.counts().pending().getAsLong() + " changes pending"
            : "";
    String why = status.failure().map(failure -> ", last error " + failure).orElse("");
    return new TimedOutException(
        "waiting for job " + job.id(),
        "job %s was %s after %s%s%s. It goes on."
            .formatted(job.id(), status.state(), limit, pending, why),
        null);
  }

  private void sleep(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationCancelledException(
          "waiting for job " + job.id(), "interrupted; job " + job.id() + " goes on", e);
    }
  }
}
