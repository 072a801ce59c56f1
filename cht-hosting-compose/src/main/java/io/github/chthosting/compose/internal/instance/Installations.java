package io.github.chthosting.compose.internal.instance;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.env.EnvFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds installations: by the containers of an engine, or by what lies in a folder. */
public final class Installations {
  private static final Logger log = LoggerFactory.getLogger(Installations.class);

  /** The folder in which the upgrade service sees the CHT's compose files. */
  private static final String IN_UPGRADE_SERVICE = "/docker-compose";

  private static final List<String> UPGRADE_FILES =
      List.of("docker-compose.yml", "compose.yml", "upgrade-service.yml");

  private Installations() {}

  /** All that have containers, by name. */
  public static List<Instance> of(Engine platform, List<Container> containers) {
    Map<String, Layout> layouts = new TreeMap<>();
    for (Container each : containers) {
      if (each.isUpgradeService()) {
        layouts.put(projectOf(each), standard(each));
      }
    }
    for (Container each : containers) {
      if (each.status().isCht() && !each.isUpgradeService()) {
        layouts.computeIfAbsent(each.project(), project -> alone(each, containers));
      }
    }
    return layouts.values().stream().map(layout -> of(platform, containers, layout)).toList();
  }

  public static Instance of(Engine platform, List<Container> containers, Layout layout) {
    List<Container> ours =
        containers.stream()
            .filter(each -> each.project().equals(layout.project()) && !each.isUpgradeService())
            .filter(each -> !each.label("oneoff").equals("True"))
            .toList();
    Optional<Container> upgrade =
        containers.stream()
            .filter(Container::isUpgradeService)
            .filter(each -> projectOf(each).equals(layout.project()))
            .findFirst();
    return new Instance(platform, layout, ours, upgrade);
  }

  /** The folder that a project's containers were made from; empty if they do not tell. */
  public static Optional<Path> home(List<Container> containers, String project) {
    Optional<Path> upgraded =
        containers.stream()
            .filter(each -> each.isUpgradeService() && projectOf(each).equals(project))
            .map(each -> standard(each).folder())
            .findFirst();
    return upgraded
        .or(
            () ->
                containers.stream()
                    .filter(each -> each.project().equals(project) && each.status().isCht())
                    .filter(each -> !each.isUpgradeService())
                    .filter(
                        each -> !each.label("project.working_dir").startsWith(IN_UPGRADE_SERVICE))
                    .map(each -> alone(each, containers).folder())
                    .findFirst())
        .filter(Path::isAbsolute);
  }

  private static String projectOf(Container upgradeService) {
    String project = upgradeService.chtProject();
    return project.isEmpty() ? "cht" : project;
  }

  private static Layout standard(Container upgrade) {
    Path working = Path.of(upgrade.label("project.working_dir"));
    Path compose = Path.of(upgrade.mounts().getOrDefault(IN_UPGRADE_SERVICE, ""));
    Path parent = compose.getParent();
    return new Layout(
        projectOf(upgrade),
        StartedBy.STANDARD,
        parent == null ? working : parent,
        environment(upgrade, working),
        composeFiles(compose),
        upgrade.project(),
        firstFile(upgrade, working));
  }

  private static Path firstFile(Container container, Path working) {
    List<Path> files = filesOf(container);
    return files.isEmpty() ? working.resolve(UPGRADE_FILES.get(0)) : files.get(0);
  }

  private static List<Path> filesOf(Container container) {
    return Arrays.stream(container.label("project.config_files").split(","))
        .filter(name -> !name.isEmpty())
        .map(Path::of)
        .toList();
  }

  private static Path environment(Container container, Path working) {
    String named = container.label("project.environment_file");
    return named.isEmpty() ? working.resolve(".env") : Path.of(named.split(",", -1)[0]);
  }

  /** The layout of a container that no upgrade service looks after. */
  private static Layout alone(Container container, List<Container> all) {
    Path working = Path.of(container.label("project.working_dir"));
    if (working.startsWith(IN_UPGRADE_SERVICE)) {
      return orphan(container.project(), all);
    }
    Path parent = working.getParent();
    Path folder = working.endsWith("compose") && parent != null ? parent : working;
    Layout usual = Layout.guide(container.project(), StartedBy.DIRECT, folder, filesOf(container));
    return usual.environment(environment(container, working));
  }

  /**
   * The layout of an instance whose upgrade service has gone; the data's folder is all that tells
   * where it was.
   */
  private static Layout orphan(String project, List<Container> all) {
    Path data =
        all.stream()
            .filter(each -> each.project().equals(project))
            .map(each -> each.mounts().get("/opt/couchdb/data"))
            .flatMap(Stream::ofNullable)
            .map(Path::of)
            .findFirst()
            .orElse(Path.of(""));
    Path parent = data.getParent();
    Path folder = parent == null ? data : parent;
    return readable(folder)
        .filter(layout -> layout.project().equals(project))
        .orElseGet(
            () ->
                Layout.guide(
                    project, StartedBy.STANDARD, folder, composeFiles(folder.resolve("compose"))));
  }

  private static Optional<Layout> readable(Path folder) {
    try {
      return layoutIn(folder);
    } catch (HostingException e) {
      log.warn("{} does not describe an installation: {}", folder, e.getMessage());
      return Optional.empty();
    }
  }

  /** The instances whose folders lie in this one, by name; those without containers, too. */
  public static List<Instance> within(Engine platform, List<Container> containers, Path folder) {
    List<Instance> all = new ArrayList<>();
    of(platform, containers).stream()
        .filter(each -> folder.equals(each.layout().folder().getParent()))
        .forEach(all::add);
    Set<Path> known = all.stream().map(each -> each.layout().folder()).collect(Collectors.toSet());
    folders(folder).stream()
        .filter(each -> !known.contains(each))
        .flatMap(each -> readable(each).stream())
        .forEach(layout -> all.add(new Instance(platform, layout, List.of(), Optional.empty())));
    all.sort(Comparator.comparing(Instance::name));
    return List.copyOf(all);
  }

  private static List<Path> folders(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> there = Files.list(folder)) {
      return there.filter(Files::isDirectory).toList();
    } catch (IOException | UncheckedIOException e) {
      throw new HostingException("look at " + folder, folder + " cannot be read: " + e, false, e);
    }
  }

  /** Returns what lies in a folder, where no container tells. */
  public static Optional<Instance> in(Engine platform, Path folder) {
    return layoutIn(folder)
        .map(layout -> new Instance(platform, layout, List.of(), Optional.empty()));
  }

  private static Optional<Layout> layoutIn(Path folder) {
    Path compose = folder.resolve("compose");
    if (!Files.isDirectory(compose)) {
      return Optional.empty();
    }
    for (Path place : List.of(folder.resolve(Layout.UPGRADE_FOLDER), folder)) {
      for (String name : UPGRADE_FILES) {
        if (Files.exists(place.resolve(name)) && Files.exists(place.resolve(".env"))) {
          return Optional.of(standardIn(folder, place.resolve(name), place.resolve(".env")));
        }
      }
    }
    Path environment = compose.resolve(".env");
    if (!Files.exists(environment)) {
      return Optional.empty();
    }
    String project = project(environment, "COMPOSE_PROJECT_NAME", "compose");
    return Optional.of(Layout.guide(project, StartedBy.DIRECT, folder, composeFiles(compose)));
  }

  private static Layout standardIn(Path folder, Path upgradeFile, Path environment) {
    Path place = upgradeFile.toAbsolutePath().getParent();
    String name = place == null || place.getFileName() == null ? "" : place.getFileName() + "";
    return new Layout(
        project(environment, "CHT_COMPOSE_PROJECT_NAME", "cht"),
        StartedBy.STANDARD,
        folder,
        environment,
        composeFiles(folder.resolve("compose")),
        project(environment, "COMPOSE_PROJECT_NAME", name),
        upgradeFile);
  }

  private static String project(Path environment, String variable, String fallback) {
    return EnvFile.read(environment).get(variable).orElse(fallback);
  }

  /**
   * The upgrade service takes every file there, in the order of their names. None where this user
   * may not look: one installation must not hide the others.
   */
  public static List<Path> composeFiles(Path folder) {
    Set<Path> files = new TreeSet<>();
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> there = Files.list(folder)) {
      there.filter(file -> file.toString().endsWith(".yml")).forEach(files::add);
    } catch (IOException | UncheckedIOException e) {
      log.warn("{} cannot be looked at: {}", folder, e.toString());
    }
    return new ArrayList<>(files);
  }
}
