package io.github.chthosting.compose;

import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.Finding.Severity;
import java.time.Instant;
import java.util.List;

/**
 * The state that an unclean stop has left: what was cut, and whether all is back.
 *
 * @param cut the containers that last ended other than by an ordered stop
 * @param findings services that are not up, CouchDB, and its databases beside what was recorded
 */
public record PowerReport(List<Cut> cut, List<Finding> findings) {

  /**
   * A container whose last end was no ordered stop ({@code planStop}): the engine or host went
   * down, it crashed, it was killed for want of memory, or it was restarted by hand or by another
   * plan. The engine does not keep which.
   *
   * @param service of which
   * @param unit the container
   * @param at when it ended; after the whole host went down, when the engine noticed
   * @param exitCode 137 for killed, 255 for found dead; -1 if it runs again, which wipes it
   */
  public record Cut(String service, String unit, Instant at, int exitCode) {
    /** Returns {@code couchdb ended at 2026-11-22T12:00:00Z and runs again}. */
    @Override
    public String toString() {
      return "%s ended at %s %s"
          .formatted(service, at, exitCode < 0 ? "and runs again" : "with exit code " + exitCode);
    }
  }

  public PowerReport {
    cut = List.copyOf(cut);
    findings = List.copyOf(findings);
  }

  /**
   * Returns whether every service is up, CouchDB answers, and its databases hold what they should.
   */
  public boolean isWell() {
    return Finding.worst(findings) != Severity.ERROR;
  }

  /** Returns a line for each. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    cut.forEach(each -> text.append(each).append('\n'));
    findings.forEach(each -> text.append(each).append('\n'));
    return text.toString();
  }
}
