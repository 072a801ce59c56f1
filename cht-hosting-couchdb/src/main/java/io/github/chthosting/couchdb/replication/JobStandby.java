package io.github.chthosting.couchdb.replication;

import io.github.chthosting.Operation;
import io.github.chthosting.couchdb.replication.ReplicationWatch.Reading;
import io.github.chthosting.couchdb.replication.ReplicatorStatus.Finding;
import io.github.chthosting.platform.Journal;
import io.github.chthosting.platform.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A standby by a job for each database. */
final class JobStandby implements Standby {
  /** Ids of jobs of a standby begin so. */
  static final String PREFIX = "standby-";

  private final StandbyBuilder settings;
  private final ReplicationWatch watch;
  private Optional<StandbyReport> latest = Optional.empty();

  JobStandby(StandbyBuilder settings) {
    this.settings = settings;
    this.watch = ReplicationWatch.of(settings.replicator);
  }

  private Set<String> wanted() {
    Set<String> wanted = new TreeSet<>(settings.primary.databases());
    wanted.removeIf(settings.chosen.negate());
    return wanted;
  }

  /** Databases with a job, as far as they are ours to care for. */
  private Set<String> kept() {
    Set<String> kept = new TreeSet<>();
    for (String id : settings.replicator.ids()) {
      if (id.startsWith(PREFIX) && settings.chosen.test(id.substring(PREFIX.length()))) {
        kept.add(id.substring(PREFIX.length()));
      }
    }
    return kept;
  }

  @Override
  public Plan planSync() {
    return StandbyPlans.sync(wanted(), kept());
  }

  @Override
  public Plan planSwitch() {
    return StandbyPlans.switchOver(kept());
  }

  /** The primary may be gone, so only the last report and the jobs are asked. */
  @Override
  public Plan planFailover() {
    return StandbyPlans.failover(lastReport(), kept());
  }

  private synchronized StandbyReport lastReport() {
    return latest.orElseGet(() -> report(kept(), watch.observe()));
  }

  @Override
  public Operation<Integer> apply(Plan plan, Journal journal) {
    return plan.apply(journal, new StandbySteps(settings));
  }

  @Override
  public synchronized StandbyReport report() {
    StandbyReport report = report(wanted(), watch.observe());
    latest = Optional.of(report);
    return report;
  }

  private static StandbyReport report(Set<String> databases, Reading reading) {
    List<StandbyReport.Kept> kept = new ArrayList<>();
    for (String database : databases) {
      String job = PREFIX + database;
      kept.add(
          new StandbyReport.Kept(
              database,
              reading.status().job(job).map(JobStatus::state),
              Optional.ofNullable(reading.paces().get(job))));
    }
    List<Finding> findings =
        reading.findings().stream()
            .filter(finding -> finding.job().startsWith(PREFIX))
            .filter(finding -> databases.contains(finding.job().substring(PREFIX.length())))
            .toList();
    return new StandbyReport(kept, findings);
  }
}
