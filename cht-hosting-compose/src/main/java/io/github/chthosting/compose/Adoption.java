package io.github.chthosting.compose;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.host.HostFacts;
import io.github.chthosting.compose.run.ExpectedDatabases;
import io.github.chthosting.health.Finding;
import io.github.chthosting.platform.Plan;
import io.github.chthosting.platform.Risk;
import io.github.chthosting.platform.ServiceStatus;
import io.github.chthosting.platform.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is to be said of an installation, whoever made it, and the little that is changed of it. */
final class Adoption {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  private static final Set<String> COMES_BACK = Set.of("always", "unless-stopped");

  private final ComposeInstance instance;
  private final Layout layout;

  Adoption(ComposeInstance instance) {
    this.instance = instance;
    this.layout = instance.layout();
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.ok("layout", layout.mode() + " in " + layout.folder()));
    findings.add(
        instance
            .version()
            .map(version -> Finding.ok("version", version.toString()))
            .orElse(Finding.warning("version", "its services do not tell one version")));
    if (HostFacts.isLocal(instance.docker())) {
      files(findings);
    } else {
      findings.add(
          Finding.warning("host", "the engine is on another one: its files were not seen"));
    }
    services(findings);
    return List.copyOf(findings);
  }

  private void files(List<Finding> findings) {
    findings.add(
        isOpen(layout.environment())
            ? Finding.error(
                "settings", layout.environment() + " may be read by others: set its mode to 600")
            : Finding.ok("settings", layout.environment() + " may be read by its owner alone"));
    findings.add(
        ExpectedDatabases.read(layout)
            .map(each -> Finding.ok("databases", "recorded on " + each.recorded()))
            .orElse(
                Finding.warning(
                    "databases", "not recorded: a start on a wrong folder is not noticed")));
  }

  private void services(List<Finding> findings) {
    for (ServiceStatus each : instance.status()) {
      if (!each.isUp()) {
        findings.add(
            Finding.error(
                "service " + each.service(),
                each.state() + (each.outOfMemory() ? ", ended for want of memory" : "")));
      }
    }
    for (Container each : instance.containers()) {
      if (!COMES_BACK.contains(each.restartPolicy())) {
        findings.add(
            Finding.warning(
                "service " + each.service(),
                "does not come back with the engine: its restart policy is "
                    + each.restartPolicy()));
      }
    }
  }

  Plan plan() {
    HostFacts.requireLocal(instance.docker(), "adopt " + instance.name());
    List<Step> steps = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    if (isOpen(layout.environment())) {
      String path = layout.environment().toString();
      notes.add("~ file " + path + ": readable by others, will be by its owner");
      steps.add(RunPlans.step("protect-file", Map.of("path", path), 1, Risk.NONE));
    }
    if (ExpectedDatabases.read(layout).isEmpty()) {
      notes.add("+ record of the databases");
      steps.add(RunPlans.step("record-databases", layout.arguments(), 1, Risk.NONE));
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
