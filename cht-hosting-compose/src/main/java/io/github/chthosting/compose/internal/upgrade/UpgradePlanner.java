package io.github.chthosting.compose.internal.upgrade;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.compose.deployment.UpgradeOptions;
import io.github.chthosting.compose.internal.host.HostFacts;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.compose.release.Release;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Plans the way of an instance to another version, and back. Changes nothing.
 *
 * <p>The plan pulls the images while the old version serves, keeps the old files, replaces the
 * containers in order (what writes stops first, CouchDB last), and compares: every database is
 * there with no fewer documents, every service is up and stays so, api answers with the new
 * version. If not, that step itself goes back to the files and images before, and then fails.
 * Killed on the way, it is resumed, or rolled back, by its journal.
 */
public final class UpgradePlanner {
  private static final String COUCHDB = "cht-couchdb";

  private UpgradePlanner() {}

  /**
   * Plans the upgrade to another version; nothing to do if it runs already.
   *
   * @throws PlanRefusedException with every reason at once: a downgrade, a version that must be
   *     passed before, too little disk, a setting that is missing, CouchDB that does not run
   * @throws io.github.chthosting.compose.release.ReleaseNotFoundException if there is no such
   *     version
   */
  public static Plan of(Engine platform, Instance instance, ChtVersion to, UpgradeOptions options) {
    refuseUnsupported(instance, to);
    HostFacts.requireLocal(platform.docker(), "upgrade " + instance.name());
    Release release = platform.releases().fetch(to, instance.topology());
    return of(new UpgradeReading(platform, instance).facts(), release, options);
  }

  /** Refuses an unsupported version, before a builds server is asked for what it cannot have. */
  private static void refuseUnsupported(Instance instance, ChtVersion to) {
    to.unsupported()
        .ifPresent(
            why -> {
              throw new PlanRefusedException("upgrade " + instance.name(), List.of(why));
            });
  }

  /** Plans an upgrade from values alone. */
  static Plan of(UpgradeFacts facts, Release release, UpgradeOptions options) {
    ChtVersion to = release.version();
    ChtVersion from = running(facts, "upgrade " + facts.layout().project() + " to " + to);
    List<String> missing = new ArrayList<>();
    List<ReleaseFile> files = placed(facts, release, missing);
    if (from.equals(to) && to.kind() != ChtVersion.Kind.BRANCH) {
      return new Plan(
          "upgrade %s %s -> %s".formatted(facts.layout().project(), from, to), List.of());
    }
    UpgradeRules rules = new UpgradeRules(facts, options);
    rules.path(from, to);
    rules.running();
    rules.settings(release);
    rules.files(missing);
    List<Finding> mounts = rules.mounts(release);
    if (!rules.reasons().isEmpty() || !mounts.isEmpty()) {
      throw new PlanRefusedException(
          "upgrade %s %s -> %s".formatted(facts.layout().project(), from, to),
          rules.reasons(),
          mounts);
    }
    return new UpgradeDiff(facts, from, to, files, options).upgrade(rules.notes());
  }

  private static ChtVersion running(UpgradeFacts facts, String operation) {
    if (facts.versions().size() == 1) {
      return ChtVersion.of(facts.versions().get(0));
    }
    String seen =
        facts.images().isEmpty()
            ? facts.layout().project() + " has no containers: start it first"
            : "its services are of several versions, "
                + String.join(", ", facts.versions())
                + ": make its files and containers agree first (plan an installation of the intended version)";
    throw new PlanRefusedException(operation, List.of(seen));
  }

  /** The release's files under the names that the installation has for them. */
  private static List<ReleaseFile> placed(
      UpgradeFacts facts, Release release, List<String> missing) {
    List<ReleaseFile> placed = new ArrayList<>();
    for (ReleaseFile file : release.files()) {
      Optional<String> name = placeOf(file.name(), facts);
      if (name.isEmpty()) {
        missing.add(file.name());
      }
      placed.add(new ReleaseFile(name.orElse(file.name()), file.text()));
    }
    return placed;
  }

  private static Optional<String> placeOf(String name, UpgradeFacts facts) {
    List<String> there = facts.files().stream().map(ReleaseFile::name).toList();
    if (there.contains(name)) {
      return Optional.of(name);
    }
    return there.stream()
        .filter(each -> name.startsWith(COUCHDB) && each.startsWith(COUCHDB))
        .findFirst();
  }

  /**
   * Back to what ran before the last upgrade, its files and images. Its documents stay, those
   * written since included.
   *
   * @throws PlanRefusedException if nothing is kept from before, or CouchDB does not run
   */
  public static Plan back(Engine platform, Instance instance) {
    String operation = "roll back " + instance.name();
    HostFacts.requireLocal(platform.docker(), operation);
    UpgradeFacts facts = new UpgradeReading(platform, instance).facts();
    ChtVersion from = running(facts, operation);
    KeptVersion before =
        KeptVersion.before(instance.layout(), KeptVersion.nameOf(from.toString()))
            .orElseThrow(
                () ->
                    new PlanRefusedException(
                        operation,
                        List.of(
                            "nothing is kept from before %s in %s: restore a backup instead"
                                .formatted(from, instance.layout().ownFolder()))));
    UpgradeRules rules = new UpgradeRules(facts, UpgradeOptions.defaults());
    rules.running();
    if (!rules.reasons().isEmpty()) {
      throw new PlanRefusedException(operation, rules.reasons());
    }
    ChtVersion to = ChtVersion.of(before.version());
    return new UpgradeDiff(facts, from, to, before.files(), UpgradeOptions.defaults()).back();
  }
}
