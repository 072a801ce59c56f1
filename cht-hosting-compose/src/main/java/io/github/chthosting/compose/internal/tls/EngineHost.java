package io.github.chthosting.compose.internal.tls;

import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.engine.DockerCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whose ports an engine publishes. */
final class EngineHost {
  private EngineHost() {}

  static boolean isThisOne(DockerCli docker) {
    String theirs = docker.run(DockerCommand.of("info", "--format", "{{.Name}}")).text().strip();
    try {
      return theirs.equals(Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
    } catch (IOException e) {
      return false;
    }
  }
}
