package io.github.chthosting.compose.internal.install;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.internal.instance.Services;
import io.github.chthosting.compose.release.ComposeFile;
import io.github.chthosting.compose.release.Release;
import io.github.chthosting.compose.release.ReleaseFile;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The containers that are not as they should be, and the images they need. Pure. */
record ContainerDiff(
    InstallFacts facts,
    Map<String, String> settings,
    Release release,
    Optional<ReleaseFile> upgradeService) {

  /** The services whose containers are to be made, changed or started; each noted in words. */
  List<String> changed(List<String> notes) {
    List<String> changed = new ArrayList<>();
    wantedImages()
        .forEach(
            (service, image) ->
                difference(service, image)
                    .ifPresent(
                        words -> {
                          notes.add(words);
                          changed.add(service);
                        }));
    if (facts.layout().mode() == StartedBy.STANDARD && !upgradeServiceRuns()) {
      notes.add("+ container " + Services.UPGRADE);
      changed.add(Services.UPGRADE);
    }
    return changed;
  }

  private boolean upgradeServiceRuns() {
    Layout layout = facts.layout();
    return facts.containers().stream()
        .filter(Container::isUpgradeService)
        .anyMatch(each -> each.project().equals(layout.upgradeProject()) && each.status().isUp());
  }

  private Map<String, String> wantedImages() {
    Map<String, String> wanted = new TreeMap<>();
    for (ReleaseFile file : release.files()) {
      ComposeFile.parse(file.name(), file.text()).images(settings, wanted);
    }
    return wanted;
  }

  private Optional<String> difference(String service, String image) {
    List<Container> there =
        facts.ours().stream().filter(each -> each.service().equals(service)).toList();
    return there.isEmpty()
        ? Optional.of("+ container " + service + " of " + image)
        : there.stream().flatMap(each -> difference(each, image).stream()).findFirst();
  }

  private Optional<String> difference(Container there, String image) {
    String name = "~ container " + there.status().name() + ": ";
    String hash = facts.hashes().get(there.service());
    if (!there.status().image().equals(image)) {
      return Optional.of(name + there.status().image() + " -> " + image);
    }
    if (!there.status().isUp()) {
      return Optional.of(name + there.status().state() + " -> running");
    }
    return hash == null || hash.equals(there.label("config-hash"))
        ? Optional.empty()
        : Optional.of(name + "its settings differ from its files");
  }

  /** The images that neither the engine nor a container has. */
  Set<String> missingImages() {
    Set<String> wanted = new LinkedHashSet<>(wantedImages().values());
    upgradeService.ifPresent(
        file -> wanted.addAll(ComposeFile.parse(file.name(), file.text()).images(settings)));
    facts.ours().forEach(each -> wanted.remove(each.status().image()));
    wanted.removeAll(facts.images());
    return wanted;
  }
}
