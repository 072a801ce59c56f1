package io.github.chthosting.compose.install;

import io.github.chthosting.compose.ComposePlatform;
import io.github.chthosting.compose.Mode;
import io.github.chthosting.compose.host.EngineHost;
import io.github.chthosting.compose.host.HostCheck;
import io.github.chthosting.compose.host.HostFacts;
import io.github.chthosting.compose.release.Release;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.health.Finding;
import io.github.chthosting.health.Finding.Severity;
import io.github.chthosting.platform.Deployment;
import io.github.chthosting.platform.Plan;
import io.github.chthosting.platform.PlanRefusedException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Plans an installation: looks, compares, and says what would be made or changed. */
public final class InstallPlan {
  private static final Set<String> SIZES = Set.of("memory", "CPU");

  private InstallPlan() {}

  /**
   * The plan; see {@link ComposePlatform#planInstall}.
   *
   * @throws PlanRefusedException with every reason at once
   */
  public static Plan of(ComposePlatform platform, Deployment deployment, InstallOptions options) {
    EngineHost engine = EngineHost.of(platform.docker());
    engine.requireLocal("install " + deployment.project());
    Release release = platform.releases().fetch(deployment.version(), deployment.topology());
    InstallFacts facts = new InstallReading(platform, deployment, options, engine).facts();
    Plan plan = of(deployment, options, release, upgradeService(platform, facts, options), facts);
    if (plan.isEmpty()) {
      return plan;
    }
    HostFacts host = HostFacts.observe(platform.docker(), deployment, engine, facts.containers());
    return checked(plan, HostCheck.of(host, deployment), options);
  }

  /** Its file is taken as it is where there is one: its upgrade is another plan. */
  private static Optional<ReleaseFile> upgradeService(
      ComposePlatform platform, InstallFacts facts, InstallOptions options) {
    boolean wanted = options.mode() == Mode.STANDARD && facts.layout().mode() == Mode.STANDARD;
    String there = facts.texts().get(facts.layout().upgradeFile());
    if (!wanted) {
      return Optional.empty();
    }
    return Optional.of(
        there == null
            ? platform.releases().upgradeService()
            : new ReleaseFile(ReleaseFile.UPGRADE_SERVICE, there));
  }

  /** From values alone. */
  static Plan of(
      Deployment deployment,
      InstallOptions options,
      Release release,
      Optional<ReleaseFile> upgradeService,
      InstallFacts facts) {
    InstallDiff diff = new InstallDiff(deployment, options, release, upgradeService, facts);
    List<String> reasons = InstallRules.of(deployment, options, facts, diff.settings());
    options.archives().stream()
        .filter(archive -> !Files.isReadable(archive))
        .forEach(archive -> reasons.add("there is no " + archive + " to load images from"));
    if (!reasons.isEmpty()) {
      throw new PlanRefusedException("install " + deployment.project(), reasons);
    }
    return diff.plan();
  }

  /** Refuses what this host cannot run; warnings become notes. */
  static Plan checked(Plan plan, List<Finding> findings, InstallOptions options) {
    List<String> reasons = new ArrayList<>();
    List<String> notes = new ArrayList<>(plan.notes());
    for (Finding finding : findings) {
      boolean size = SIZES.contains(finding.subject()) || finding.subject().startsWith("disk of ");
      if (finding.severity() == Severity.ERROR && !(size && options.smallHostAccepted())) {
        reasons.add(finding.subject() + ": " + finding.detail());
      } else if (finding.severity() != Severity.OK) {
        notes.add(finding.subject() + ": " + finding.detail());
      }
    }
    if (!reasons.isEmpty()) {
      throw new PlanRefusedException(plan.title(), reasons);
    }
    return new Plan(plan.title(), plan.steps(), notes);
  }
}
