package io.github.chthosting.couchdb.replication;

import io.github.chthosting.plan.Finding;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The state of a standby: how far each database is.
 *
 * @param databases those of the primary that are to be kept, in order
 * @param findings what is wrong with their jobs, and with their copies on the standby
 */
public record StandbyReport(List<Kept> databases, List<Finding> findings) {
  public StandbyReport {
    databases = List.copyOf(databases);
    findings = List.copyOf(findings);
  }

  /**
   * The state of one database.
   *
   * @param name on the primary
   * @param state of its job; empty if it has none yet
   * @param pace how fast it is and how far behind; empty if it has no job
   */
  public record Kept(String name, Optional<JobState> state, Optional<JobPace> pace) {
    /** Returns the age of the primary's state that the standby has; empty if not known. */
    public Optional<Duration> lag() {
      return pace.flatMap(JobPace::lag);
    }
  }

  /**
   * Returns the recovery point: how much time of writing would be lost if the primary were gone
   * now, by the database that is the furthest behind. Empty if it is not known for one of them.
   */
  public Optional<Duration> rpo() {
    Duration worst = Duration.ZERO;
    for (Kept kept : databases) {
      Optional<Duration> lag = kept.lag();
      if (lag.isEmpty()) {
        return Optional.empty();
      }
      worst = lag.get().compareTo(worst) > 0 ? lag.get() : worst;
    }
    return Optional.of(worst);
  }

  /** Returns the databases that have no running job. */
  public List<String> unkept() {
    return databases.stream()
        .filter(kept -> kept.state().filter(JobState.RUNNING::equals).isEmpty())
        .map(Kept::name)
        .toList();
  }

  /** Returns a line that says how far it is. */
  public String summary() {
    String lost =
        rpo()
            .map(age -> "at most " + age.toSeconds() + " s of writing would be lost now")
            .orElse("how much would be lost now is not known yet");
    return "%d of %d databases kept, %s, %d findings"
        .formatted(databases.size() - unkept().size(), databases.size(), lost, findings.size());
  }

  /** Returns a row a database, and the findings. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(summary());
    for (Kept kept : databases) {
      text.append(
          "%n%-40s %-12s %s"
              .formatted(
                  kept.name(),
                  kept.state().map(JobState::toString).orElse("no job"),
                  kept.lag().map(lag -> lag.toSeconds() + " s behind").orElse("lag not known")));
    }
    findings.forEach(finding -> text.append('\n').append(finding));
    return text.toString();
  }
}
