package io.github.chthosting.compose.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the real command, engine and Compose say is understood. */
class EngineDockerIT {
  private final DockerCli docker =
      DockerCli.builder()
          .fromEnvironment(System.getenv())
          .host(URI.create(System.getenv("DOCKER_TEST_HOST")))
          .build();

  private DockerProblem problemOf(DockerCommand command) {
    return catchThrowableOfType(DockerException.class, () -> docker.run(command)).problem();
  }

  @Test
  void versionsAreKnown() {
    DockerVersions versions = docker.versions();
    assertThat(versions.engine()).matches("\\d+\\..*");
    assertThat(versions.compose()).matches("([2-9]|\\d\\d+)\\..*");
    assertThat(versions.api()).matches("1\\.\\d+");
  }

  @Test
  void anEngineThatIsNotThere(@TempDir Path folder) {
    DockerCli none =
        DockerCli.builder().host(URI.create("unix://" + folder + "/none.sock")).build();
    DockerException failure =
        catchThrowableOfType(DockerException.class, () -> none.run(DockerCommand.of("ps")));
    assertThat(failure.problem()).isEqualTo(DockerProblem.ENGINE_DOWN);
  }

  @Test
  void aRegistryThatIsNotThere(@TempDir Path folder) throws IOException {
    assertThat(problemOf(DockerCommand.of("pull", "127.0.0.1:1/cht-api:5.0.2")))
        .isEqualTo(DockerProblem.REGISTRY_UNREACHABLE);
    Path file =
        Files.writeString(
            folder.resolve("c.yml"), "services:\n  api:\n    image: 127.0.0.1:1/cht-api:5.0.2\n");
    assertThat(problemOf(DockerCommand.compose("none", null, List.of(file), "pull")))
        .isEqualTo(DockerProblem.REGISTRY_UNREACHABLE);
  }
}
