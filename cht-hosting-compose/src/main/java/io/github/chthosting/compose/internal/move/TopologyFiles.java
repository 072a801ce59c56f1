package io.github.chthosting.compose.internal.move;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.env.WholeFile;
import io.github.chthosting.compose.internal.install.SettingsEdit;
import io.github.chthosting.compose.internal.upgrade.InstanceContainers;
import io.github.chthosting.compose.internal.upgrade.KeptVersion;
import io.github.chthosting.plan.Marks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The compose files and settings of both topologies, exchanged. The upgrade service starts every
 * file that lies there, so that those of the other topology have to go.
 */
final class TopologyFiles {
  private final ChangeTopology step;
  private final Layout before;
  private final Layout after;
  private final SettingsEdit settings;

  TopologyFiles(ChangeTopology step, Marks marks) {
    this.step = step;
    this.before = step.before();
    this.after = step.after();
    this.settings = new SettingsEdit(before.environment(), new PartMarks(marks, "settings"));
  }

  Layout before() {
    return before;
  }

  Layout after() {
    return after;
  }

  /**
   * A plan may be old, and its journal resumed after others changed the instance.
   *
   * @param data the folder that the first node has now
   */
  void requireAsPlanned(Path data) {
    boolean files =
        before.files().stream().allMatch(Files::exists)
            && after.files().stream()
                .noneMatch(file -> !before.files().contains(file) && Files.exists(file));
    if (!files || !data.equals(step.data())) {
      throw new HostingException(
          "change the topology of " + before.project(),
          "the compose files of %s, or its data folder, are not those that this was planned for: roll it back, and plan again; nothing was changed"
              .formatted(before.project()),
          false,
          null);
    }
  }

  /** Never both files at once, and never new ones beside old settings: a reboot starts them. */
  void exchange(InstanceContainers containers) {
    KeptVersion to = to();
    from();
    remove(before.files(), after.files());
    settings.apply(wanted());
    own(step.own());
    containers.use(to);
  }

  void back(InstanceContainers containers) {
    KeptVersion from = from();
    remove(after.files(), before.files());
    settings.back(wanted().keySet());
    containers.use(from);
  }

  private void own(String text) {
    Path file = after.composeFolder().resolve(Layout.OWN_FILE);
    if (!text.isEmpty()) {
      WholeFile.write(file, text);
    }
  }

  private static void remove(List<Path> old, List<Path> kept) {
    for (Path file : old) {
      if (!kept.contains(file)) {
        try {
          Files.deleteIfExists(file);
        } catch (IOException e) {
          throw new HostingException("remove " + file, file + " cannot be removed", false, e);
        }
      }
    }
  }

  /** A setting without a value goes. */
  private Map<String, Optional<String>> wanted() {
    Map<String, Optional<String>> wanted = new LinkedHashMap<>();
    step.unset().forEach(name -> wanted.put(name, Optional.empty()));
    step.set().forEach(each -> wanted.put(each.name(), Optional.of(each.value())));
    return wanted;
  }

  /** The version that is in use. */
  KeptVersion from() {
    return kept(step.from());
  }

  /** The version that will be. */
  KeptVersion to() {
    return kept(step.to());
  }

  private KeptVersion kept(String name) {
    return KeptVersion.require(before, name, "change the topology of " + before.project());
  }
}
