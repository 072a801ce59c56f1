package io.github.chthosting.couchdb.replication;

import io.github.chthosting.plan.Cost;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.PlannedStep;
import io.github.chthosting.plan.Risk;
import io.github.chthosting.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Plans of a standby. Pure. */
final class StandbyPlanner {
  /** Title of the plan that only gives jobs. */
  static final String SYNC = "keep the standby in step";

  static final String SWITCH = "switch to the standby";

  static final String FAILOVER = "fail over to the standby";

  private StandbyPlanner() {}

  /**
   * @param wanted databases of the primary
   * @param kept databases that have a job
   */
  static Plan sync(Collection<String> wanted, Collection<String> kept) {
    List<PlannedStep> steps = new ArrayList<>();
    for (String database : new TreeSet<>(wanted)) {
      if (!kept.contains(database)) {
        steps.add(changing(new StartJob(database)));
      }
    }
    for (String database : new TreeSet<>(kept)) {
      if (!wanted.contains(database)) {
        steps.add(changing(new CancelJob(database)));
      }
    }
    return new Plan(SYNC, steps);
  }

  /**
   * @param wanted databases of the primary
   * @param databases that have a job
   * @throws PlanRefusedException if they are not the same: something would be left behind
   */
  static Plan switchOver(Collection<String> wanted, Collection<String> databases) {
    requireInStep(wanted, databases);
    TreeSet<String> all = new TreeSet<>(databases);
    List<PlannedStep> steps = new ArrayList<>();
    all.forEach(database -> steps.add(reading(new AwaitCaughtUp(database))));
    all.forEach(database -> steps.add(changing(new CopyUncarried(database))));
    all.forEach(database -> steps.add(reading(new CompareSides(database))));
    all.forEach(database -> steps.add(changing(new CancelJob(database))));
    return new Plan(
        SWITCH,
        steps,
        List.of(
            "stop all writers of the primary first, and keep them stopped",
            "a database that differs ends the plan before any job is cancelled",
            "afterwards let the users go to the standby; the primary keeps its data"));
  }

  private static void requireInStep(Collection<String> wanted, Collection<String> kept) {
    List<String> reasons = new ArrayList<>();
    TreeSet<String> unkept = new TreeSet<>(wanted);
    unkept.removeAll(kept);
    unkept.forEach(name -> reasons.add(name + " has no job and would stay behind"));
    TreeSet<String> gone = new TreeSet<>(kept);
    gone.removeAll(wanted);
    gone.forEach(name -> reasons.add(name + " is gone from the primary"));
    if (!reasons.isEmpty()) {
      reasons.add("apply planSync() first");
      throw new PlanRefusedException(SWITCH, reasons);
    }
  }

  static Plan failover(StandbyReport report, Collection<String> kept) {
    TreeSet<String> all = new TreeSet<>(kept);
    List<PlannedStep> steps = new ArrayList<>();
    all.forEach(database -> steps.add(reading(new CompareCopies(database))));
    all.forEach(database -> steps.add(changing(new CancelJob(database))));
    List<String> notes = new ArrayList<>();
    notes.add(
        "what the primary took and had not sent is missing: "
            + report.rpo().map(rpo -> "up to " + rpo.toSeconds() + " s").orElse("not known"));
    for (StandbyReport.Kept database : report.databases()) {
      notes.add(database.name() + ": " + lag(database));
    }
    report.findings().stream()
        .filter(StandbyPlanner::isOfCopies)
        .forEach(finding -> notes.add(finding.subject() + ": " + finding.explanation()));
    notes.add("copies of a database that differ end the plan before any job is cancelled");
    notes.add("keep the primary's data: when it is back, replicate it into the standby");
    return new Plan(FAILOVER, steps, notes);
  }

  private static boolean isOfCopies(Finding finding) {
    return finding.is(ReplicationProblem.COPIES_DIFFER)
        || finding.is(ReplicationProblem.COPIES_AWAY)
        || finding.is(ReplicationProblem.COPIES_NOT_READ);
  }

  private static String lag(StandbyReport.Kept database) {
    if (database.state().isEmpty()) {
      return "has no job, and may be missing altogether";
    }
    return database
        .lag()
        .map(lag -> "behind by " + lag.toSeconds() + " s when last seen")
        .orElse("not known how far behind");
  }

  private static PlannedStep reading(Step step) {
    return step.costing(cost(Risk.NONE));
  }

  private static PlannedStep changing(Step step) {
    return step.costing(cost(Risk.REVERSIBLE));
  }

  private static Cost cost(Risk risk) {
    return new Cost(0, 0, Duration.ofSeconds(1), risk);
  }
}
