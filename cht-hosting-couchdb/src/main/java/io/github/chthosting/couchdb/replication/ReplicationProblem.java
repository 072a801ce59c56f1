package io.github.chthosting.couchdb.replication;

import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.Finding.Severity;
import io.github.chthosting.plan.FindingCode;

/**
 * The problems of a replication job, or of the standby that it keeps, that an operator should know;
 * the subject is the job's name unless it says otherwise.
 */
public enum ReplicationProblem implements FindingCode {
  /** The job has crashed at least three times in a row. */
  CRASH_LOOP(Severity.ERROR),
  /** The job crashed or could not start, and is tried again. */
  RETRYING(Severity.WARNING),
  /** The job will not be tried again. */
  FAILED(Severity.ERROR),
  /** The target refused documents, which are not tried again. */
  REFUSED_DOCUMENTS(Severity.ERROR),
  /** Runs with something to do and no error, and does nothing. */
  STALLED(Severity.ERROR),
  /** A job or task whose document is gone. */
  ORPHANED(Severity.WARNING),
  /** A document that no node made a job of. */
  UNSCHEDULED(Severity.ERROR),
  /** The scheduler has more than one job for one document. */
  DUPLICATED(Severity.WARNING),
  /**
   * The job was started by {@code _replicate}: it ends, and is not started again, when its node
   * does.
   */
  NOT_PERSISTENT(Severity.WARNING),
  /**
   * The copies of a range do not have the same documents on the standby, and it stays so; the
   * subject is the database.
   */
  COPIES_DIFFER(Severity.ERROR),
  /** Some copies of a range are not in service on the standby; the subject is the database. */
  COPIES_AWAY(Severity.WARNING),
  /** The copies on the standby could not be looked at; the subject is the database. */
  COPIES_NOT_READ(Severity.WARNING);

  private final Severity severity;

  ReplicationProblem(Severity severity) {
    this.severity = severity;
  }

  @Override
  public String code() {
    return FindingCode.of("replication", this);
  }

  Finding finding(String job, String detail, String nextStep) {
    return new Finding(code(), severity, job, detail, nextStep);
  }
}
