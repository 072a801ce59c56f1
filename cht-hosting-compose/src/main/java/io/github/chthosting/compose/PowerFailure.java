package io.github.chthosting.compose;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.PowerReport.Cut;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.ContainerStatus;
import io.github.chthosting.compose.engine.Inspection;
import io.github.chthosting.compose.internal.host.HostFacts;
import io.github.chthosting.compose.internal.instance.ExpectedDatabases;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.compose.internal.run.SetRestartPolicy;
import io.github.chthosting.compose.internal.run.StopRecord;
import io.github.chthosting.compose.internal.steps.ComposeSteps;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.plan.Cost;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlannedStep;
import io.github.chthosting.plan.Risk;
import io.github.chthosting.platform.ServiceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Tells whether an instance comes back by itself when its host has lost power, and what became of
 * it when it has. Thread-safe.
 *
 * <p>The engine starts again what ran, if its restart policy says so. Whether the engine itself
 * starts with its host is for the host to say ({@code systemctl is-enabled docker}).
 */
public final class PowerFailure {
  private static final Set<String> COMES_BACK = Set.of("always", "unless-stopped");
  private static final Cost SECOND = new Cost(0, 0, Duration.ofSeconds(1), Risk.REVERSIBLE);

  private final Instance instance;

  private PowerFailure(Instance instance) {
    this.instance = instance;
  }

  /** Returns what tells it of an instance. Asks nobody. */
  public static PowerFailure of(ComposeInstance instance) {
    return new PowerFailure(instance.observed());
  }

  /**
   * Returns the restart policy of each container, and what to do about those that would stay down.
   */
  public List<Finding> check() {
    List<Container> all = all();
    if (all.isEmpty()) {
      return List.of(
          Finding.error(
              PowerFinding.NO_CONTAINERS,
              "containers",
              "there are none",
              "install or start " + instance.name()));
    }
    return all.stream().map(PowerFailure::check).toList();
  }

  private List<Container> all() {
    return Stream.concat(instance.containers().stream(), instance.upgradeService().stream())
        .toList();
  }

  private static Finding check(Container each) {
    String subject = "restart policy of " + each.service();
    if (!COMES_BACK.contains(each.restartPolicy())) {
      return Finding.error(
          PowerFinding.RESTART_POLICY,
          subject,
          each.restartPolicy() + ": it stays down after a power failure",
          "apply planMend(), and correct it in its compose file");
    }
    return each.status().state().equals("running")
        ? Finding.ok(PowerFinding.RESTART_POLICY, subject, each.restartPolicy())
        : Finding.warning(
            PowerFinding.NOT_RUNNING,
            subject,
            each.restartPolicy() + ", and it does not run: it stays " + state(each),
            "start it");
  }

  private static String state(Container container) {
    return container.status().state();
  }

  /**
   * Gives each container that would stay down the policy {@code unless-stopped}, without touching
   * what it does. A container that Compose makes anew has what its compose file says.
   */
  public Plan planMend() {
    List<Container> wrong =
        all().stream().filter(each -> !COMES_BACK.contains(each.restartPolicy())).toList();
    List<PlannedStep> steps = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (Container each : wrong) {
      SetRestartPolicy change =
          new SetRestartPolicy(
              instance.layout(), each.status().name(), each.restartPolicy(), "unless-stopped");
      steps.add(change.costing(SECOND));
      notes.add(
          "~ %s: restart %s -> unless-stopped, until it is recreated: correct its compose file too"
              .formatted(each.service(), each.restartPolicy()));
    }
    return new Plan("restart policies of " + instance.name(), steps, notes)
        .carriedOutBy(ComposeSteps.of(instance.platform()));
  }

  /**
   * Returns what ended without being stopped in order, which services are not up, whether CouchDB
   * answers, and whether its databases hold what was recorded of them. Changes nothing; asks
   * CouchDB only on an engine of this host.
   */
  public PowerReport report() {
    List<Finding> findings = new ArrayList<>();
    for (ServiceStatus each : instance.status()) {
      findings.add(
          each.isUp()
              ? Finding.ok(PowerFinding.SERVICE, "service " + each.service(), "up")
              : Finding.error(
                  PowerFinding.SERVICE,
                  "service " + each.service(),
                  String.valueOf(each.state()),
                  "check its logs, then start it"));
    }
    findings.addAll(databases());
    return new PowerReport(cut(), findings);
  }

  private List<Cut> cut() {
    StopRecord stopped = StopRecord.read(instance.layout());
    Map<String, Instant> ends = ends();
    List<Cut> cut = new ArrayList<>();
    for (Container each : all()) {
      ContainerStatus status = each.status();
      Instant end = ends.getOrDefault(status.name(), Instant.EPOCH);
      if (end.isAfter(Instant.EPOCH) && !stopped.covers(end)) {
        boolean runs = status.state().equals("running");
        cut.add(new Cut(each.service(), status.name(), end, runs ? -1 : status.exitCode()));
      }
    }
    return cut;
  }

  /** The time at which each container last ended, by its name; the year 1 if never. */
  private Map<String, Instant> ends() {
    Map<String, Instant> ends = new TreeMap<>();
    List<String> ids = all().stream().map(Container::id).toList();
    String format = "{{.Name}} {{.State.FinishedAt}}";
    for (String line : Inspection.of(instance.docker(), ids, format)) {
      String[] parts = line.strip().split(" ", 2);
      if (parts.length == 2) {
        ends.put(parts[0].replaceFirst("^/", ""), Instant.parse(parts[1]));
      }
    }
    return ends;
  }

  private List<Finding> databases() {
    if (!HostFacts.isLocal(instance.docker())) {
      return List.of(
          Finding.warning(
              PowerFinding.COUCHDB_NOT_ASKED,
              "CouchDB",
              "not asked: the engine of " + instance + " is elsewhere",
              "run this on the engine's host"));
    }
    try (CouchDb couch = instance.couchDb()) {
      ExpectedDatabases now = ExpectedDatabases.observe(couch);
      List<Finding> findings = new ArrayList<>();
      findings.add(
          Finding.ok(
              PowerFinding.COUCHDB,
              "CouchDB",
              "answers, with %d databases".formatted(now.documents().size())));
      findings.add(compared(now));
      copies(now).ifPresent(findings::add);
      return findings;
    } catch (HostingException e) {
      return List.of(
          Finding.error(PowerFinding.COUCHDB, "CouchDB", "does not answer: " + e.getMessage(), ""));
    }
  }

  /** The finding about copies that differ; CouchDB itself brings them up to date in time. */
  static Optional<Finding> copies(ExpectedDatabases now) {
    return now.uneven().isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.warning(
                PowerFinding.COPIES,
                "copies of databases",
                String.join("; ", now.uneven()),
                "start all nodes, and let copies be synchronised (POST /DB/_sync_shards)"));
  }

  private Finding compared(ExpectedDatabases now) {
    return ExpectedDatabases.read(instance.layout())
        .map(expected -> compared(expected, now))
        .orElse(
            Finding.warning(
                PowerFinding.NOT_RECORDED,
                "databases",
                "nothing was recorded to compare them with",
                "apply planRecord()"));
  }

  private static Finding compared(ExpectedDatabases expected, ExpectedDatabases now) {
    List<String> reasons = expected.against(now);
    return reasons.isEmpty()
        ? Finding.ok(
            PowerFinding.DATABASES, "databases", "hold what was recorded on " + expected.recorded())
        : Finding.error(
            PowerFinding.DATABASES,
            "databases",
            "hold less than was recorded on %s: %s"
                .formatted(expected.recorded(), String.join("; ", reasons)),
            "stop, keep the data folder, and restore");
  }
}
