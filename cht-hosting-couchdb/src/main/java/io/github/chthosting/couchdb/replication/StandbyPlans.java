package io.github.chthosting.couchdb.replication;

import io.github.chthosting.platform.Cost;
import io.github.chthosting.platform.Plan;
import io.github.chthosting.platform.PlanRefusedException;
import io.github.chthosting.platform.Risk;
import io.github.chthosting.platform.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Plans of a standby. Pure. */
final class StandbyPlans {
  /** Title of the plan that only gives jobs. */
  static final String SYNC = "keep the standby in step";

  static final String START = "start-job";
  static final String CANCEL = "cancel-job";
  static final String AWAIT = "await-caught-up";
  static final String COMPARE = "compare";
  static final String COPY = "copy-uncarried";

  private static final Set<String> READING = Set.of(AWAIT, COMPARE);

  private StandbyPlans() {}

  /**
   * @param wanted databases of the primary
   * @param kept databases that have a job
   */
  static Plan sync(Collection<String> wanted, Collection<String> kept) {
    List<Step> steps = new ArrayList<>();
    for (String database : new TreeSet<>(wanted)) {
      if (!kept.contains(database)) {
        steps.add(step(START, database));
      }
    }
    for (String database : new TreeSet<>(kept)) {
      if (!wanted.contains(database)) {
        steps.add(step(CANCEL, database));
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
    List<Step> steps = new ArrayList<>();
    for (String action : List.of(AWAIT, COPY, COMPARE, CANCEL)) {
      new TreeSet<>(databases).forEach(database -> steps.add(step(action, database)));
    }
    return new Plan(
        "switch to the standby",
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
      throw new PlanRefusedException("switch to the standby", reasons);
    }
  }

  static Plan failover(StandbyReport report, Collection<String> kept) {
    List<Step> steps = new ArrayList<>();
    new TreeSet<>(kept).forEach(database -> steps.add(step(CANCEL, database)));
    List<String> notes = new ArrayList<>();
    notes.add(
        "what the primary took and had not sent is missing: "
            + report.rpo().map(rpo -> "up to " + rpo.toSeconds() + " s").orElse("not known"));
    for (StandbyReport.Kept database : report.databases()) {
      notes.add(database.name() + ": " + lag(database));
    }
    notes.add("keep the primary's data: when it is back, replicate it into the standby");
    return new Plan("fail over to the standby", steps, notes);
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

  private static Step step(String action, String database) {
    Risk risk = READING.contains(action) ? Risk.NONE : Risk.REVERSIBLE;
    return new Step(action, Map.of("db", database), new Cost(0, 0, Duration.ofSeconds(1), risk));
  }
}
