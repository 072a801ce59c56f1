package io.github.chthosting.compose.internal.install;

import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.deployment.InstallOptions;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.internal.host.EngineHost;
import io.github.chthosting.compose.internal.host.HostCheck;
import io.github.chthosting.compose.internal.host.HostFacts;
import io.github.chthosting.compose.internal.host.HostFinding;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.compose.internal.instance.VolumeFolders;
import io.github.chthosting.compose.release.Release;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.Finding.Severity;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Plans an installation: looks, compares, and says what would be made or changed. */
public final class InstallPlanner {
  private static final Set<HostFinding> SIZES =
      EnumSet.of(HostFinding.MEMORY, HostFinding.CPUS, HostFinding.DISK);

  private InstallPlanner() {}

  /**
   * The plan; see {@link Engine#planInstall}.
   *
   * @throws PlanRefusedException with every reason at once
   */
  public static Plan of(Engine platform, ComposeDeployment deployment, InstallOptions options) {
    EngineHost engine = EngineHost.of(platform.docker());
    engine.requireLocal("install " + deployment.project());
    Release release = platform.releases().fetch(deployment.version(), deployment.topology());
    InstallFacts facts = new InstallReading(platform, deployment, options, engine).facts();
    Plan plan = of(deployment, options, release, upgradeService(platform, facts, options), facts);
    if (plan.isEmpty()) {
      return plan;
    }
    ComposeDeployment kept = new DataPlaces(deployment, facts.data()).kept();
    HostFacts host = HostFacts.observe(platform.docker(), kept, engine, facts.containers());
    return checked(plan, HostCheck.of(host, kept), options);
  }

  /**
   * The file of the upgrade service; where there is one already it is taken as it is, since its
   * upgrade is another plan.
   */
  private static Optional<ReleaseFile> upgradeService(
      Engine platform, InstallFacts facts, InstallOptions options) {
    boolean wanted =
        options.mode() == StartedBy.STANDARD && facts.layout().mode() == StartedBy.STANDARD;
    String there = facts.texts().get(facts.layout().upgradeFile());
    if (!wanted) {
      return Optional.empty();
    }
    return Optional.of(
        there == null
            ? platform.releases().upgradeService()
            : new ReleaseFile(ReleaseFile.UPGRADE_SERVICE, there));
  }

  /** Makes the plan from values alone. */
  static Plan of(
      ComposeDeployment deployment,
      InstallOptions options,
      Release release,
      Optional<ReleaseFile> upgradeService,
      InstallFacts facts) {
    InstallDiff diff = new InstallDiff(deployment, options, release, upgradeService, facts);
    List<String> reasons = InstallRules.of(deployment, options, facts, diff.settings());
    List<Finding> mounts = VolumeFolders.of(release.files(), diff.settings().values());
    if (!reasons.isEmpty() || !mounts.isEmpty()) {
      throw new PlanRefusedException("install " + deployment.project(), reasons, mounts);
    }
    return diff.plan();
  }

  /** Refuses what this host cannot run; warnings become notes. */
  static Plan checked(Plan plan, List<Finding> findings, InstallOptions options) {
    List<Finding> errors = new ArrayList<>();
    List<String> notes = new ArrayList<>(plan.notes());
    for (Finding finding : findings) {
      boolean size = SIZES.stream().anyMatch(finding::is);
      if (finding.severity() == Severity.ERROR && !(size && options.smallHostAccepted())) {
        errors.add(finding);
      } else if (finding.severity() != Severity.OK) {
        notes.add(finding.subject() + ": " + finding.explanation());
      }
    }
    if (!errors.isEmpty()) {
      throw new PlanRefusedException(plan.title(), List.of(), errors);
    }
    return plan.withNotes(notes);
  }
}
