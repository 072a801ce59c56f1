package io.github.chthosting.compose.internal.destroy;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.engine.Projects;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.compose.internal.RealPath;
import io.github.chthosting.compose.internal.host.EngineHost;
import io.github.chthosting.compose.internal.instance.Installations;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.compose.internal.instance.Namesakes;
import io.github.chthosting.compose.internal.run.RunPlanner;
import io.github.chthosting.plan.Cost;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.PlannedStep;
import io.github.chthosting.plan.Risk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Plans how an instance is taken away. Pure, except that it looks at its files. */
public final class DestroyPlanner {
  private DestroyPlanner() {}

  public static Plan of(Instance instance, String typedName, boolean data) {
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
    Optional<String> shared =
        Namesakes.inFolder(layout, Installations.of(instance.platform(), containers));
    List<PlannedStep> steps =
        new ArrayList<>(RunPlanner.stopSteps(instance, Duration.ofSeconds(60)));
    String certbot = here ? certbot(layout).orElse("") : "";
    steps.add(new RemoveContainers(layout, certbot).costing(cost(10, Risk.REVERSIBLE)));
    steps.add(
        new RemoveVolumes(layout, certbot, volumes(instance)).costing(cost(2, Risk.DESTRUCTIVE)));
    steps.add(new RemoveNetworks(layout, certbot).costing(cost(2, Risk.REVERSIBLE)));
    List<String> removed =
        data ? new DataVolumes(docker).of(layout.project(), volumes(instance)) : List.of();
    removed.forEach(
        each -> steps.add(new RemoveDataVolume(layout, each).costing(cost(1, Risk.DESTRUCTIVE))));
    if (data) {
      folders(instance)
          .forEach(
              path -> steps.add(new RemoveData(layout, path).costing(cost(1, Risk.DESTRUCTIVE))));
    }
    if (here && shared.isEmpty()) {
      files(instance, data, steps);
    }
    List<String> notes = new ArrayList<>(notes(instance, data, here, removed));
    shared.ifPresent(
        other ->
            notes.add(
                "kept: the files in %s, which are those of project %s too"
                    .formatted(layout.folder(), other)));
    return new Plan(title, steps, notes);
  }

  /**
   * Folders of the host. CouchDB's data may be in a volume instead, which goes with the volumes.
   */
  private static List<Path> folders(Instance instance) {
    return instance.dataFolders().stream().filter(Path::isAbsolute).toList();
  }

  /** Volumes of the engine, with CouchDB's data. */
  private static List<String> volumes(Instance instance) {
    return instance.dataFolders().stream()
        .filter(each -> !each.isAbsolute())
        .map(Path::toString)
        .toList();
  }

  private static void refuse(String title, Instance instance, List<Container> containers) {
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

  private static void files(Instance instance, boolean data, List<PlannedStep> steps) {
    files(instance, data)
        .forEach(path -> steps.add(new RemoveFile(path).costing(cost(1, Risk.DESTRUCTIVE))));
    folders(instance.layout())
        .forEach(path -> steps.add(new RemoveFolder(path).costing(cost(1, Risk.REVERSIBLE))));
  }

  /** The project of certbot, if this library made it: another one's of that name stays. */
  private static Optional<String> certbot(Layout layout) {
    String ours = layout.project() + "-certbot";
    return EnvFile.read(layout.folder().resolve("certbot/.env"))
        .get("COMPOSE_PROJECT_NAME")
        .filter(ours::equals);
  }

  private static Cost cost(int seconds, Risk risk) {
    return RunPlanner.cost(seconds, risk);
  }

  private static List<Path> files(Instance instance, boolean data) {
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

  private static List<String> notes(
      Instance instance, boolean data, boolean here, List<String> removed) {
    List<String> notes = new ArrayList<>();
    removed.forEach(volume -> notes.add("- data in the volume " + volume));
    for (String volume : volumes(instance)) {
      if (!removed.contains(volume)) {
        notes.add(
            "kept: data in the volume "
                + volume
                + (data ? ", which is not this project's: 'docker volume rm' removes it" : ""));
      }
    }
    for (Path folder : folders(instance)) {
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
