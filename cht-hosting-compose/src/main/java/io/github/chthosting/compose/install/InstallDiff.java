package io.github.chthosting.compose.install;

import io.github.chthosting.compose.Layout;
import io.github.chthosting.compose.Mode;
import io.github.chthosting.compose.release.Release;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.platform.Cost;
import io.github.chthosting.platform.Deployment;
import io.github.chthosting.platform.Plan;
import io.github.chthosting.platform.Risk;
import io.github.chthosting.platform.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** From what is there and what is wanted to a plan. Pure. */
final class InstallDiff {
  private final Deployment deployment;
  private final InstallOptions options;
  private final Release release;
  private final Optional<ReleaseFile> upgradeService;
  private final InstallFacts facts;
  private final Layout layout;
  private final SettingsDiff settings;
  private final List<Step> steps = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  InstallDiff(
      Deployment deployment,
      InstallOptions options,
      Release release,
      Optional<ReleaseFile> upgradeService,
      InstallFacts facts) {
    this.deployment = deployment;
    this.options = options;
    this.release = release;
    this.upgradeService = upgradeService;
    this.facts = facts;
    this.layout = withFiles(facts.layout(), release, deployment);
    this.settings = new SettingsDiff(facts.layout(layout), deployment, allFiles());
  }

  /** With the release's files also where one has gone, as after a destroy that kept the data. */
  private static Layout withFiles(Layout layout, Release release, Deployment deployment) {
    Path own = layout.composeFolder().resolve(Layout.OWN_FILE);
    List<Path> files = new ArrayList<>(layout.files());
    release.files().stream()
        .map(file -> layout.composeFolder().resolve(file.name()))
        .filter(file -> !files.contains(file))
        .forEach(files::add);
    files.remove(own);
    if (!WantedFiles.ownFile(deployment).isEmpty() && layout.mode() == Mode.DIRECT) {
      files.add(own);
    }
    return layout.files(files);
  }

  private List<ReleaseFile> allFiles() {
    List<ReleaseFile> all = new ArrayList<>(release.files());
    upgradeService.ifPresent(all::add);
    return all;
  }

  SettingsDiff settings() {
    return settings;
  }

  Layout layout() {
    return layout;
  }

  /** The folders that an installation needs. */
  static List<Path> folders(Deployment deployment, Layout layout) {
    Set<Path> folders = new LinkedHashSet<>();
    folders.add(layout.folder());
    folders.add(layout.composeFolder());
    folders.add(layout.folder().resolve("certs"));
    Path place = layout.environment().getParent();
    if (place != null) {
      folders.add(place);
    }
    folders.addAll(deployment.dataFolders());
    return List.copyOf(folders);
  }

  Plan plan() {
    folders();
    files();
    settingsFile();
    ContainerDiff containers =
        new ContainerDiff(facts.layout(layout), settings.values(), release, upgradeService);
    List<String> changed = containers.changed(notes);
    if (!changed.isEmpty() || !steps.isEmpty()) {
      boolean rewrites = !steps.isEmpty();
      Set<String> images = containers.missingImages();
      images.forEach(image -> notes.add("+ image " + image));
      steps.addAll(new ImagePlan(deployment, options).steps(images));
      start(changed, rewrites);
    }
    if (facts.environmentThere() && facts.environmentOpen() && settings.isEmpty()) {
      notes.add("~ file " + layout.environment() + ": readable by others, will be by its owner");
      steps.add(
          0, step("protect-file", Map.of("path", layout.environment().toString()), 1, Risk.NONE));
    }
    String title = "install " + deployment.project() + " " + release.version();
    return new Plan(title, steps, notes);
  }

  private void folders() {
    for (Path folder : folders(deployment, layout)) {
      boolean optional = folder.endsWith("certs") && facts.environmentThere();
      if (!facts.folders().contains(folder) && !optional) {
        notes.add("+ folder " + folder);
        steps.add(step("make-folder", Map.of("path", folder.toString()), 1, Risk.REVERSIBLE));
      }
    }
  }

  private void files() {
    for (int i = 0; i < release.files().size(); i++) {
      ReleaseFile file = release.files().get(i);
      release(layout.composeFolder().resolve(file.name()), file, release.version().toString());
    }
    upgradeService
        .filter(file -> !facts.texts().containsKey(layout.upgradeFile()))
        .ifPresent(file -> release(layout.upgradeFile(), file, ""));
    Path own = layout.composeFolder().resolve(Layout.OWN_FILE);
    String wanted = WantedFiles.ownFile(deployment);
    String there = facts.texts().getOrDefault(own, "");
    if (layout.mode() == Mode.DIRECT && !wanted.equals(there)) {
      notes.add((there.isEmpty() ? "+" : wanted.isEmpty() ? "-" : "~") + " file " + own);
      steps.add(
          step("write-file", Map.of("path", own.toString(), "text", wanted), 1, Risk.REVERSIBLE));
    }
  }

  private void release(Path path, ReleaseFile file, String version) {
    String there = facts.texts().get(path);
    if (file.text().equals(there)) {
      return;
    }
    notes.add(
        there == null ? "+ file " + path : "~ file " + path + TextDiff.of(there, file.text()));
    steps.add(
        step(
            "write-release-file",
            Map.of(
                "path",
                path.toString(),
                "name",
                file.name(),
                "version",
                version,
                "topology",
                deployment.topology().name(),
                "sha256",
                file.sha256()),
            1,
            Risk.REVERSIBLE));
  }

  private void settingsFile() {
    if (settings.isEmpty()) {
      return;
    }
    notes.add((facts.environmentThere() ? "~" : "+") + " file " + layout.environment());
    notes.addAll(settings.words());
    Map<String, String> arguments = new TreeMap<>();
    arguments.put("path", layout.environment().toString());
    settings.changes().forEach((name, value) -> arguments.put("set." + name, value));
    arguments.put("order", String.join(",", settings.changes().keySet()));
    arguments.put("secrets", String.join(",", settings.secrets()));
    steps.add(step("write-settings", arguments, 1, Risk.REVERSIBLE));
  }

  private void start(List<String> changed, boolean rewrites) {
    Map<String, String> arguments = new TreeMap<>(layout.arguments());
    if (layout.mode() == Mode.DIRECT || rewrites) {
      arguments.put("recreate", "true");
    }
    steps.add(step("start-stores", arguments, 10, Risk.REVERSIBLE));
    steps.add(step("check-databases", layout.arguments(), 5, Risk.NONE));
    steps.add(step("start-services", arguments, 30, Risk.REVERSIBLE));
    steps.add(step("verify-services", layout.arguments(), 60, Risk.NONE));
    steps.add(step("record-databases", layout.arguments(), 1, Risk.NONE));
    if (changed.isEmpty()) {
      notes.add("containers are made anew where their files or settings have changed");
    }
  }

  static Step step(String action, Map<String, String> arguments, int seconds, Risk risk) {
    return new Step(action, arguments, new Cost(0, 0, Duration.ofSeconds(seconds), risk));
  }
}
