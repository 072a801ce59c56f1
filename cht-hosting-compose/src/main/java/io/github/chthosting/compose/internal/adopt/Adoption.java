package io.github.chthosting.compose.internal.adopt;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.internal.host.HostFacts;
import io.github.chthosting.compose.internal.install.ProtectFile;
import io.github.chthosting.compose.internal.instance.ExpectedDatabases;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.compose.internal.instance.InstanceFinding;
import io.github.chthosting.compose.internal.run.RunPlanner;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlannedStep;
import io.github.chthosting.plan.Risk;
import io.github.chthosting.platform.ServiceStatus;
import io.github.chthosting.platform.release.KnownFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Findings about an installation, whoever made it, and the plan of the little that it lacks. */
public final class Adoption {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  private static final Set<String> COMES_BACK = Set.of("always", "unless-stopped");

  private final Instance instance;
  private final Layout layout;

  public Adoption(Instance instance) {
    this.instance = instance;
    this.layout = instance.layout();
  }

  public List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.ok(InstanceFinding.LAYOUT, "layout", layout.mode() + " in " + layout.folder()));
    findings.add(
        instance
            .version()
            .map(version -> Finding.ok(InstanceFinding.VERSION, "version", version.toString()))
            .orElse(
                Finding.warning(
                    InstanceFinding.VERSION,
                    "version",
                    "its services do not report one version",
                    "plan an installation of the intended version")));
    if (HostFacts.isLocal(instance.docker())) {
      files(findings);
    } else {
      findings.add(
          Finding.warning(
              InstanceFinding.ENGINE_ELSEWHERE,
              "host",
              "the engine is on another host: the files there were not checked",
              "run this on the engine's host"));
    }
    services(findings);
    instance.version().map(KnownFault::of).ifPresent(findings::addAll);
    return List.copyOf(findings);
  }

  private void files(List<Finding> findings) {
    findings.add(
        isOpen(layout.environment())
            ? Finding.error(
                InstanceFinding.SETTINGS_OPEN,
                "settings",
                layout.environment() + " may be read by others",
                "set its mode to 600")
            : Finding.ok(
                InstanceFinding.SETTINGS_OPEN,
                "settings",
                layout.environment() + " may be read by its owner alone"));
    findings.add(
        ExpectedDatabases.read(layout)
            .map(
                each ->
                    Finding.ok(
                        InstanceFinding.DATABASES_RECORDED,
                        "databases",
                        "recorded on " + each.recorded()))
            .orElse(
                Finding.warning(
                    InstanceFinding.DATABASES_RECORDED,
                    "databases",
                    "not recorded: a start on a wrong folder is not noticed",
                    "apply planAdopt()")));
  }

  private void services(List<Finding> findings) {
    for (ServiceStatus each : instance.status()) {
      if (!each.isUp()) {
        findings.add(
            Finding.error(
                InstanceFinding.SERVICE_DOWN,
                "service " + each.service(),
                each.state() + (each.outOfMemory() ? ", ended for lack of memory" : ""),
                "check its logs, then start it"));
      }
    }
    for (Container each : instance.containers()) {
      if (!COMES_BACK.contains(each.restartPolicy())) {
        findings.add(
            Finding.warning(
                InstanceFinding.RESTART_POLICY,
                "service " + each.service(),
                "does not come back with the engine: its restart policy is " + each.restartPolicy(),
                "apply PowerFailure.planMend()"));
      }
    }
  }

  public Plan plan() {
    HostFacts.requireLocal(instance.docker(), "adopt " + instance.name());
    List<PlannedStep> steps = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    if (isOpen(layout.environment())) {
      Path path = layout.environment();
      notes.add("~ file " + path + ": readable by others; afterwards by its owner only");
      steps.add(new ProtectFile(path).costing(RunPlanner.cost(1, Risk.REVERSIBLE)));
    }
    if (ExpectedDatabases.read(layout).isEmpty()) {
      notes.add("+ record of the databases");
      steps.add(RunPlanner.recording(layout, false));
    }
    return new Plan("adopt " + instance.name(), steps, notes);
  }

  private static boolean isOpen(Path file) {
    try {
      return Files.exists(file) && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      throw new HostingException("look at " + file, file + " cannot be looked at: " + e, false, e);
    }
  }
}
