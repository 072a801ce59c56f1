package io.github.chthosting.compose.deployment;

import io.github.chthosting.compose.release.Release;
import java.nio.file.Path;
import java.util.List;

/**
 * The places of an installation's files. Immutable.
 *
 * @param project of the CHT's containers
 * @param mode who starts them
 * @param folder of the installation
 * @param environment the {@code .env}
 * @param files of the CHT's services, in the order in which Compose reads them
 * @param upgradeProject of the upgrade service; empty in {@link StartedBy#DIRECT}
 * @param upgradeFile of the upgrade service; not there in {@link StartedBy#DIRECT}
 */
public record Layout(
    String project,
    StartedBy mode,
    Path folder,
    Path environment,
    List<Path> files,
    String upgradeProject,
    Path upgradeFile) {
  /**
   * The name of this library's own file, beside the release's in {@link StartedBy#DIRECT}: limits
   * and log levels.
   */
  public static final String OWN_FILE = "cht-hosting.yml";

  public static final String UPGRADE_FOLDER = "upgrade-service";
  private static final String UPGRADE_FILE = "docker-compose.yml";

  public Layout {
    files = List.copyOf(files);
  }

  /** Returns the layout of the CHT's Docker guide. */
  public static Layout guide(ComposeDeployment deployment, StartedBy mode) {
    List<Path> files =
        Release.names(deployment.topology()).stream()
            .map(name -> deployment.folder().resolve("compose").resolve(name))
            .toList();
    return guide(deployment.project(), mode, deployment.folder(), files);
  }

  /** Returns a layout like that of the guide, for compose files of these paths. */
  public static Layout guide(String project, StartedBy mode, Path folder, List<Path> files) {
    String place = mode == StartedBy.STANDARD ? UPGRADE_FOLDER : "compose";
    return new Layout(
        project,
        mode,
        folder,
        folder.resolve(place).resolve(".env"),
        files,
        mode == StartedBy.STANDARD ? project + "-" + UPGRADE_FOLDER : "",
        folder.resolve(UPGRADE_FOLDER).resolve(UPGRADE_FILE));
  }

  /** Returns the folder of the CHT's compose files. */
  public Path composeFolder() {
    Path parent = files.isEmpty() ? null : files.get(0).getParent();
    return parent == null ? folder.resolve("compose") : parent;
  }

  /** Returns the folder in which this library keeps what it knows of the installation. */
  public Path ownFolder() {
    return folder.resolve(".cht-hosting");
  }

  /** Returns the same layout with other files. */
  public Layout files(List<Path> others) {
    return new Layout(project, mode, folder, environment, others, upgradeProject, upgradeFile);
  }

  /** Returns the same layout with another {@code .env}. */
  public Layout environment(Path other) {
    return new Layout(project, mode, folder, other, files, upgradeProject, upgradeFile);
  }
}
