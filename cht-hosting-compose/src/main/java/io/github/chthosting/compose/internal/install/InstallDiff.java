package io.github.chthosting.compose.internal.install;

import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.deployment.InstallOptions;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.internal.instance.GeneratedFiles;
import io.github.chthosting.compose.internal.run.CheckDatabases;
import io.github.chthosting.compose.internal.run.RecordDatabases;
import io.github.chthosting.compose.internal.run.StartServices;
import io.github.chthosting.compose.internal.run.StartStores;
import io.github.chthosting.compose.internal.run.VerifyServices;
import io.github.chthosting.compose.release.Release;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.plan.Cost;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlannedStep;
import io.github.chthosting.plan.Risk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The comparison of what is there with what is wanted, which gives a plan. Pure. */
final class InstallDiff {
  private static final Cost SECOND = cost(1, Risk.REVERSIBLE);

  private final DataPlaces places;
  private final ComposeDeployment deployment;
  private final InstallOptions options;
  private final Release release;
  private final Optional<ReleaseFile> upgradeService;
  private final InstallFacts facts;
  private final Layout layout;
  private final SettingsDiff settings;
  private final List<PlannedStep> steps = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  InstallDiff(
      ComposeDeployment deployment,
      InstallOptions options,
      Release release,
      Optional<ReleaseFile> upgradeService,
      InstallFacts facts) {
    this.places = new DataPlaces(deployment, facts.data());
    this.deployment = places.kept();
    this.options = options;
    this.release = release;
    this.upgradeService = upgradeService;
    this.facts = facts;
    this.layout = withFiles(facts.layout(), release, this.deployment);
    this.settings = new SettingsDiff(facts.layout(layout), this.deployment, allFiles());
  }

  /**
   * The layout with the release's files, also where one has gone, as after a destroy that kept the
   * data.
   */
  private static Layout withFiles(Layout layout, Release release, ComposeDeployment deployment) {
    Path own = layout.composeFolder().resolve(Layout.OWN_FILE);
    List<Path> files = new ArrayList<>(layout.files());
    release.files().stream()
        .map(file -> layout.composeFolder().resolve(file.name()))
        .filter(file -> !files.contains(file))
        .forEach(files::add);
    files.remove(own);
    if (!GeneratedFiles.ownFile(deployment).isEmpty() && layout.mode() == StartedBy.DIRECT) {
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

  /** The folders that an installation needs. */
  static List<Path> folders(Layout layout, List<Path> dataFolders) {
    Set<Path> folders = new LinkedHashSet<>();
    folders.add(layout.folder());
    folders.add(layout.composeFolder());
    folders.add(layout.folder().resolve("certs"));
    Path place = layout.environment().getParent();
    if (place != null) {
      folders.add(place);
    }
    folders.addAll(dataFolders);
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
      steps.addAll(new ImagePlanner(deployment, options).steps(images));
      start(changed, rewrites);
    }
    if (facts.environmentThere() && facts.environmentOpen() && settings.isEmpty()) {
      notes.add(
          "~ file " + layout.environment() + ": readable by others; afterwards by its owner only");
      steps.add(0, new ProtectFile(layout.environment()).costing(SECOND));
    }
    if (!steps.isEmpty()) {
      places.note().ifPresent(notes::add);
    }
    String title = "install " + deployment.project() + " " + release.version();
    return new Plan(title, steps, notes);
  }

  private void folders() {
    for (Path folder : folders(layout, places.folders())) {
      boolean optional = folder.endsWith("certs") && facts.environmentThere();
      if (!facts.folders().contains(folder) && !optional) {
        notes.add("+ folder " + folder);
        steps.add(new MakeFolder(folder).costing(SECOND));
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
    String wanted = GeneratedFiles.ownFile(deployment);
    String there = facts.texts().getOrDefault(own, "");
    if (layout.mode() == StartedBy.DIRECT && !wanted.equals(there)) {
      notes.add((there.isEmpty() ? "+" : wanted.isEmpty() ? "-" : "~") + " file " + own);
      steps.add(new WriteFile(own, wanted).costing(SECOND));
    }
  }

  private void release(Path path, ReleaseFile file, String version) {
    String there = facts.texts().get(path);
    if (file.text().equals(there)) {
      return;
    }
    notes.add(
        there == null ? "+ file " + path : "~ file " + path + TextDiff.of(there, file.text()));
    WriteReleaseFile write =
        new WriteReleaseFile(path, file.name(), version, deployment.topology(), file.sha256());
    steps.add(write.costing(SECOND));
  }

  private void settingsFile() {
    if (settings.isEmpty()) {
      return;
    }
    notes.add((facts.environmentThere() ? "~" : "+") + " file " + layout.environment());
    notes.addAll(settings.words());
    WriteSettings write =
        new WriteSettings(layout.environment(), Setting.of(settings.changes()), settings.secrets());
    steps.add(write.costing(SECOND));
  }

  private void start(List<String> changed, boolean rewrites) {
    boolean recreate = layout.mode() == StartedBy.DIRECT || rewrites;
    steps.add(new StartStores(layout, recreate).costing(cost(10, Risk.REVERSIBLE)));
    steps.add(new CheckDatabases(layout).costing(cost(5, Risk.NONE)));
    steps.add(new StartServices(layout, recreate).costing(cost(30, Risk.REVERSIBLE)));
    steps.add(new VerifyServices(layout).costing(cost(60, Risk.NONE)));
    steps.add(new RecordDatabases(layout, false).costing(SECOND));
    if (changed.isEmpty()) {
      notes.add("containers are recreated where their files or settings have changed");
    }
  }

  static Cost cost(int seconds, Risk risk) {
    return new Cost(0, 0, Duration.ofSeconds(seconds), risk);
  }
}
