package io.github.chthosting.compose.engine;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A docker command that is a script of a test. */
abstract class DockerCliCase {
  @TempDir Path folder;

  static final DockerCommand PS = DockerCommand.of("ps", "--all");
}
