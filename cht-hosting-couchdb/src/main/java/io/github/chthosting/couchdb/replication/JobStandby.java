package io.github.chthosting.couchdb.replication;

import io.github.chthosting.HostingException;
import io.github.chthosting.Operation;
import io.github.chthosting.OperationCancelledException;
import io.github.chthosting.couchdb.internal.Interruptible;
import io.github.chthosting.couchdb.replication.ReplicationWatch.Reading;
import io.github.chthosting.operation.Operations;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.StepHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A standby by a job for each database. */
final class JobStandby implements Standby {
  /** Ids of jobs of a standby begin so. */
  static final String PREFIX = "standby-";

  private static final Logger LOG = LoggerFactory.getLogger(JobStandby.class);

  private final StandbyBuilder settings;
  private final StepHandlers steps;
  private final ReplicationWatch watch;
  private Optional<StandbyReport> latest = Optional.empty();

  JobStandby(StandbyBuilder settings) {
    this.settings = settings;
    this.steps = settings.steps();
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
    return StandbyPlanner.sync(wanted(), kept()).carriedOutBy(steps);
  }

  @Override
  public Plan planSwitch() {
    return StandbyPlanner.switchOver(wanted(), kept()).carriedOutBy(steps);
  }

  /** The primary may be gone, so only the last report and the jobs are asked. */
  @Override
  public Plan planFailover() {
    Set<String> kept = kept();
    StandbyReport last = lastReport(kept);
    return StandbyPlanner.failover(new StandbyReport(last.databases(), copies(kept)), kept)
        .carriedOutBy(steps);
  }

  private List<Finding> copies(Set<String> databases) {
    return databases.stream()
        .flatMap(database -> StandbyCopies.look(settings.target(database)).stream())
        .toList();
  }

  private synchronized StandbyReport lastReport(Set<String> kept) {
    return latest.orElseGet(() -> report(kept, watch.observe()));
  }

  @Override
  public Operation<Integer> resume(Journal journal) {
    return journal.resume(steps);
  }

  @Override
  public Operation<Boolean> rollBack(Journal journal) {
    return journal.rollBack(steps);
  }

  @Override
  public StepHandlers steps() {
    return steps;
  }

  @Override
  public Operation<Void> follow(Journal journal, Duration every, Consumer<StandbyReport> listener) {
    return Operations.start(
        "keeping the standby in step",
        context -> {
          Interruptible.run(context, () -> follow(journal, every, listener, context));
          throw new IllegalStateException("it ends only when it is cancelled");
        });
  }

  private boolean follow(
      Journal journal, Duration every, Consumer<StandbyReport> listener, WorkContext context) {
    requireNoOther(journal);
    while (true) {
      context.checkCancelled();
      try {
        resume(journal).await();
        Plan plan = planSync();
        if (!plan.isEmpty()) {
          plan.apply(journal).await();
        }
        StandbyReport report = report();
        listener.accept(report);
        long kept = report.databases().size();
        context.progress(report.summary(), kept - report.unkept().size(), kept, "databases", 0);
      } catch (HostingException e) {
        // The other site may be away for a while: that is what a standby is for.
        context.checkCancelled();
        LOG.warn("the standby was not looked at, and is looked at again: {}", e.getMessage());
        context.progress("looking again after: " + e.getMessage(), 0, -1, "databases", 0);
      }
      sleep(every);
    }
  }

  /** A switch that was cut must be gone on with by somebody who means it. */
  private static void requireNoOther(Journal journal) {
    journal
        .unfinished()
        .filter(plan -> !plan.title().equals(StandbyPlanner.SYNC))
        .ifPresent(
            plan -> {
              throw new PlanRefusedException(
                  "keeping the standby in step",
                  List.of(
                      "the journal holds another plan that was not finished, '"
                          + plan.title()
                          + "': resume or roll back that one first"));
            });
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationCancelledException(
          "standby", "it is not looked at any more; the jobs go on", e);
    }
  }

  @Override
  public synchronized StandbyReport report() {
    Set<String> wanted = wanted();
    StandbyReport jobs = report(wanted, watch.observe());
    List<Finding> findings = new ArrayList<>(jobs.findings());
    findings.addAll(copies(wanted));
    StandbyReport report = new StandbyReport(jobs.databases(), findings);
    latest = Optional.of(report);
    return report;
  }

  static StandbyReport report(Set<String> databases, Reading reading) {
    List<StandbyReport.Kept> kept = new ArrayList<>();
    Set<String> jobs = new TreeSet<>();
    for (String database : databases) {
      String job = PREFIX + database;
      jobs.add(job);
      // The scheduler lists a job that was cancelled for some seconds more.
      Optional<JobStatus> status =
          reading
              .status()
              .job(job)
              .filter(each -> each.hasDocument() || each.state() == JobState.PAUSED);
      kept.add(
          new StandbyReport.Kept(
              database,
              status.map(JobStatus::state),
              status.flatMap(each -> Optional.ofNullable(reading.paces().get(job)))));
    }
    List<Finding> findings =
        reading.findings().stream().filter(finding -> jobs.contains(finding.subject())).toList();
    return new StandbyReport(kept, findings);
  }
}
