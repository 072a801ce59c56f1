package io.github.chthosting.compose.internal.upgrade;

import io.github.chthosting.ByteSize;
import io.github.chthosting.ChtVersion;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.deployment.UpgradeOptions;
import io.github.chthosting.compose.internal.instance.Services;
import io.github.chthosting.compose.internal.instance.VolumeFolders;
import io.github.chthosting.compose.release.ComposeVariable;
import io.github.chthosting.compose.release.Release;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.platform.ServiceStatus;
import io.github.chthosting.platform.release.UpgradePath;
import java.util.ArrayList;
import java.util.List;

/** Why an upgrade cannot be planned, and what to know before. Pure. */
final class UpgradeRules {
  /** Five times in all, from 4.x to 5.x; else the views that change stand beside the old ones. */
  private static final int TO_FIVE = 4;

  private static final int USUAL = 1;

  private final UpgradeFacts facts;
  private final UpgradeOptions options;
  private final List<String> reasons = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  UpgradeRules(UpgradeFacts facts, UpgradeOptions options) {
    this.facts = facts;
    this.options = options;
  }

  /** All reasons, each with what to do; empty if there are none. */
  List<String> reasons() {
    return reasons;
  }

  List<String> notes() {
    return notes;
  }

  void path(ChtVersion from, ChtVersion to) {
    UpgradePath path = UpgradePath.between(from, to);
    reasons.addAll(path.obstacles());
    notes.addAll(path.notes());
    disks(from.major() == 4 && to.isAtLeast(5, 0) ? TO_FIVE : USUAL);
  }

  private void disks(int times) {
    for (DataDisk disk : facts.disks()) {
      long needed = times * disk.used();
      String words =
          "disk %s: CouchDB uses %s, %s are free, and the upgrade may take %s more"
              .formatted(
                  disk.name(),
                  ByteSize.format(disk.used()),
                  ByteSize.format(disk.free()),
                  ByteSize.format(needed));
      if (disk.free() >= needed) {
        notes.add(words);
      } else if (options.smallDiskAccepted()) {
        notes.add(words + ": it may fill, which was accepted");
      } else {
        reasons.add(words + ": make it larger, or accept that it may fill");
      }
    }
    if (facts.disks().isEmpty()) {
      notes.add(
          "CouchDB's disk could not be looked at: an upgrade may take up to 5 times its data");
    }
  }

  /** Requires services that run, so that there is something to compare with afterwards. */
  void running() {
    for (ServiceStatus each : facts.status()) {
      boolean runs = each.state().compareTo(ServiceStatus.State.UNHEALTHY) <= 0;
      boolean needed =
          facts.couchdb().contains(each.service())
              || (facts.layout().mode() == StartedBy.STANDARD
                  && each.service().equals(Services.UPGRADE));
      if (needed && !runs) {
        reasons.add("%s is %s: start it first".formatted(each.service(), each.state()));
      } else if (!each.isUp()) {
        notes.add(
            "%s is %s now: after the upgrade it must be up"
                .formatted(each.service(), each.state()));
      }
    }
  }

  /** Requires the settings that the new files need and {@code .env} does not give. */
  void settings(Release release) {
    for (ComposeVariable each : release.variables().values()) {
      boolean given = !facts.environment().get(each.name()).orElse("").isEmpty();
      if (each.required() && !given) {
        reasons.add(
            "the files of %s need the setting %s: put it into %s"
                .formatted(release.version(), each.name(), facts.layout().environment()));
      }
    }
  }

  /** Mounts of the new files that Compose refuses with this {@code .env}. */
  List<Finding> mounts(Release release) {
    return VolumeFolders.of(release.files(), facts.environment().values());
  }

  void files(List<String> missing) {
    missing.forEach(
        name ->
            reasons.add(
                "no compose file of %s takes the place of the release's %s: give it that name"
                    .formatted(facts.layout().project(), name)));
  }
}
