package io.github.chthosting.compose.internal.destroy;

import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.internal.host.HostFacts;
import java.nio.file.Path;
import java.util.List;

/** Tells which volumes of an engine have CouchDB's data. */
public record DataVolumes(DockerCli docker) {

  /**
   * Returns whether CouchDB has written into a volume; {@code false} too if this user may not look
   * into it, or the engine is on another host.
   */
  public boolean holdData(String volume) {
    if (!HostFacts.isLocal(docker)) {
      return false;
    }
    DockerCommand ask =
        DockerCommand.of("volume", "inspect", "--format", "{{.Mountpoint}}", volume);
    String place = docker.run(ask).text().strip();
    return !place.isEmpty() && DataFolder.hasDatabases(Path.of(place));
  }

  /**
   * Returns the volumes of a project that have data.
   *
   * @param known names of volumes that are known to have some
   */
  public List<String> of(String project, List<String> known) {
    DockerCommand ask =
        DockerCommand.of(
            "volume", "ls", "--quiet", "--filter", "label=com.docker.compose.project=" + project);
    return docker.run(ask).lines().stream()
        .filter(name -> known.contains(name) || holdData(name))
        .toList();
  }
}
