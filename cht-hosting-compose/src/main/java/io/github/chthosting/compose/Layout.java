package io.github.chthosting.compose;

import io.github.chthosting.compose.release.Release;
import io.github.chthosting.platform.Deployment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Where the files of an installation are. Immutable.
 *
 * @param project of the CHT's containers
 * @param mode who starts them
 * @param folder of the installation
 * @param environment the {@code .env}
 * @param files of the CHT's services, in the order in which Compose reads them
 * @param upgradeProject of the upgrade service; empty in {@link Mode#DIRECT}
 * @param upgradeFile of the upgrade service; not there in {@link Mode#DIRECT}
 */
public record Layout(
    String project,
    Mode mode,
    Path folder,
    Path environment,
    List<Path> files,
    String upgradeProject,
    Path upgradeFile) {
  /** Our own file, beside the release's in {@link Mode#DIRECT}: limits and log levels. */
  public static final String OWN_FILE = "cht-hosting.yml";

  static final String UPGRADE_FOLDER = "upgrade-service";
  private static final String UPGRADE_FILE = "docker-compose.yml";

  public Layout {
    files = List.copyOf(files);
  }

  /** As the CHT's Docker guide has it. */
  public static Layout guide(Deployment deployment, Mode mode) {
    List<Path> files =
        Release.names(deployment.topology()).stream()
            .map(name -> deployment.folder().resolve("compose").resolve(name))
            .toList();
    return guide(deployment.project(), mode, deployment.folder(), files);
  }

  static Layout guide(String project, Mode mode, Path folder, List<Path> files) {
    String place = mode == Mode.STANDARD ? UPGRADE_FOLDER : "compose";
    return new Layout(
        project,
        mode,
        folder,
        folder.resolve(place).resolve(".env"),
        files,
        mode == Mode.STANDARD ? project + "-" + UPGRADE_FOLDER : "",
        folder.resolve(UPGRADE_FOLDER).resolve(UPGRADE_FILE));
  }

  /** The folder of the CHT's compose files. */
  public Path composeFolder() {
    Path parent = files.isEmpty() ? null : files.get(0).getParent();
    return parent == null ? folder.resolve("compose") : parent;
  }

  /** Where this library keeps what it knows of the installation. */
  public Path ownFolder() {
    return folder.resolve(".cht-hosting");
  }

  /** The same with other files. */
  public Layout files(List<Path> others) {
    return new Layout(project, mode, folder, environment, others, upgradeProject, upgradeFile);
  }

  /** The same with another {@code .env}. */
  Layout environment(Path other) {
    return new Layout(project, mode, folder, other, files, upgradeProject, upgradeFile);
  }

  /** All of it as arguments of a {@link io.github.chthosting.platform.Step}. */
  public Map<String, String> arguments() {
    Map<String, String> arguments = new TreeMap<>();
    arguments.put("project", project);
    arguments.put("mode", mode.name());
    arguments.put("folder", folder.toString());
    arguments.put(
        "files", files.stream().map(file -> shortened(file)).collect(Collectors.joining(":")));
    Layout usual = guide(project, mode, folder, files);
    if (!environment.equals(usual.environment)) {
      arguments.put("environment", environment.toString());
    }
    if (!upgradeFile.equals(usual.upgradeFile) || !upgradeProject.equals(usual.upgradeProject)) {
      arguments.put("upgrade", upgradeProject + ":" + upgradeFile);
    }
    return arguments;
  }

  private String shortened(Path file) {
    return (file.startsWith(folder) ? folder.relativize(file) : file).toString();
  }

  /** The layout that {@link #arguments} told of. */
  public static Layout of(Map<String, String> arguments) {
    Path folder = Path.of(arguments.getOrDefault("folder", ""));
    List<Path> files =
        Arrays.stream(arguments.getOrDefault("files", "").split(":"))
            .filter(name -> !name.isEmpty())
            .map(folder::resolve)
            .toList();
    Mode mode = Mode.valueOf(arguments.getOrDefault("mode", Mode.DIRECT.name()));
    Layout usual = guide(arguments.getOrDefault("project", ""), mode, folder, files);
    String environment = arguments.getOrDefault("environment", usual.environment.toString());
    String[] upgrade =
        arguments
            .getOrDefault("upgrade", usual.upgradeProject + ":" + usual.upgradeFile)
            .split(":", 2);
    return new Layout(
        usual.project,
        mode,
        folder,
        Path.of(environment),
        files,
        upgrade[0],
        Path.of(upgrade.length > 1 ? upgrade[1] : ""));
  }
}
