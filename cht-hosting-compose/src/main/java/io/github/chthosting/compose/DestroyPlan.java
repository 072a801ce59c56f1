package io.github.chthosting.compose;

import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.engine.Projects;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.compose.host.EngineHost;
import io.github.chthosting.compose.internal.RealPath;
import io.github.chthosting.compose.internal.destroy.DataFolder;
import io.github.chthosting.platform.Plan;
import io.github.chthosting.platform.PlanRefusedException;
import io.github.chthosting.platform.Risk;
import io.github.chthosting.platform.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What taking an instance away comes to. Pure but for its files. */
final class DestroyPlan {
  private DestroyPlan() {}

  static Plan of(ComposeInstance instance, String typedName, boolean data) {
    String title = "destroy " + instance.name();
    if (!typedName.equals(instance.name())) {
      throw new PlanRefusedException(
          title, List.of("'%s' is not its name: type '%s'".formatted(typedName, instance.name())));
    }
    DockerCli docker = instance.docker();
    EngineHost engine = EngineHost.of(docker);
    boolean here = engine.isLocal();
    if (data) {
      engine.requireLocal(title + " with its data");
    }
    Layout layout = instance.layout();
    List<Container> containers = Projects.all(docker);
    Namesakes.refuse(title, layout, containers);
    if (data) {
      refuse(title, instance, containers);
    }
    Optional<String> shared = Namesakes.inFolder(layout, Installations.of(docker, containers));
    List<Step> steps = new ArrayList<>(RunPlans.stopSteps(instance, Duration.ofSeconds(60)));
    Map<String, String> labels = new TreeMap<>(layout.arguments());
    (here ? certbot(layout) : Optional.<String>empty())
        .ifPresent(project -> labels.put("certbot", project));
    steps.add(RunPlans.step("remove-containers", labels, 10, Risk.REVERSIBLE));
    steps.add(RunPlans.step("remove-volumes", labels, 2, Risk.DESTRUCTIVE));
    steps.add(RunPlans.step("remove-networks", labels, 2, Risk.REVERSIBLE));
    if (data) {
      folders(instance)
          .forEach(path -> steps.add(removal("remove-data", layout, path, Risk.DESTRUCTIVE)));
    }
    if (here && shared.isEmpty()) {
      files(instance, data, steps);
    }
    List<String> notes = new ArrayList<>(notes(instance, data, here));
    shared.ifPresent(
        other ->
            notes.add(
                "kept: the files in %s, which are those of project %s too"
                    .formatted(layout.folder(), other)));
    return new Plan(title, steps, notes);
  }

  /** Of the host; CouchDB's data may be in a volume instead, which goes with the volumes. */
  private static List<Path> folders(ComposeInstance instance) {
    return instance.dataFolders().stream().filter(Path::isAbsolute).toList();
  }

  private static void refuse(String title, ComposeInstance instance, List<Container> containers) {
    Layout layout = instance.layout();
    List<Container> others =
        containers.stream()
            .filter(each -> !each.project().equals(layout.project()))
            .filter(each -> !each.isUpgradeService())
            .toList();
    List<String> reasons = new ArrayList<>();
    for (Path folder : folders(instance)) {
      DataFolder.holders(folder, others)
          .forEach(reason -> reasons.add("data folder " + folder + ": " + reason));
      if (DataFolder.holds(folder, layout)) {
        reasons.add(
            "data folder %s holds the installation itself, and maybe more: correct %s, or destroy without the data, and remove them by hand"
                .formatted(folder, layout.environment()));
      }
    }
    if (!reasons.isEmpty()) {
      throw new PlanRefusedException(title, reasons);
    }
  }

  private static void files(ComposeInstance instance, boolean data, List<Step> steps) {
    Layout layout = instance.layout();
    files(instance, data)
        .forEach(path -> steps.add(removal("remove-file", layout, path, Risk.DESTRUCTIVE)));
    folders(layout).forEach(path -> steps.add(removal("remove-folder", layout, path, Risk.NONE)));
  }

  /** The project of certbot, if this library made it: another one's of that name stays. */
  private static Optional<String> certbot(Layout layout) {
    String ours = layout.project() + "-certbot";
    return EnvFile.read(layout.folder().resolve("certbot/.env"))
        .get("COMPOSE_PROJECT_NAME")
        .filter(ours::equals);
  }

  private static Step removal(String action, Layout layout, Path path, Risk risk) {
    Map<String, String> arguments =
        new TreeMap<>(Map.of("path", path.toString(), "project", layout.project()));
    arguments.put("folder", layout.folder().toString());
    return RunPlans.step(action, arguments, 1, risk);
  }

  private static List<Path> files(ComposeInstance instance, boolean data) {
    Layout layout = instance.layout();
    Set<Path> files = new LinkedHashSet<>(layout.files());
    files.add(layout.composeFolder().resolve(Layout.OWN_FILE));
    files.add(layout.upgradeFile());
    if (certbot(layout).isPresent()) {
      for (String name : List.of("docker-compose.yml", "authority.pem", ".env")) {
        files.add(layout.folder().resolve("certbot").resolve(name));
      }
    }
    if (data) {
      files.add(layout.environment());
      files.add(layout.ownFolder().resolve("databases.json"));
    }
    return files.stream().filter(Files::exists).toList();
  }

  /** Each only if nothing is left in it: the innermost first. */
  private static List<Path> folders(Layout layout) {
    Set<Path> folders = new LinkedHashSet<>();
    folders.add(layout.composeFolder());
    folders.add(layout.folder().resolve(Layout.UPGRADE_FOLDER));
    folders.add(layout.folder().resolve("certs"));
    folders.add(layout.folder().resolve("certbot"));
    folders.add(layout.folder());
    return folders.stream().filter(Files::isDirectory).toList();
  }

  private static List<String> notes(ComposeInstance instance, boolean data, boolean here) {
    List<String> notes = new ArrayList<>();
    for (Path folder : instance.dataFolders()) {
      notes.add((data ? "- data " : "kept: data ") + folder);
      if (data && Files.isSymbolicLink(folder)) {
        notes.add("kept: data %s, where the link %s leads".formatted(RealPath.of(folder), folder));
      }
    }
    if (!data) {
      notes.add("kept: " + instance.layout().environment());
    }
    if (!here) {
      notes.add(
          "kept: all files in %s, on the engine's host".formatted(instance.layout().folder()));
    }
    notes.add("images stay: other instances may use them");
    return notes;
  }
}
