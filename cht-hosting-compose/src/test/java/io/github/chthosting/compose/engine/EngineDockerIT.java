package io.github.chthosting.compose.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.chthosting.compose.testing.TestImages;
import io.github.chthosting.compose.testing.TestProjects;
import io.github.chthosting.compose.testing.TestRegistry;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real command, engine and Compose, whose answers are understood. */
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

  /** The user is not in the group docker; the command is the real one. */
  @Test
  void anEngineThatMayNotBeUsed(@TempDir Path folder) throws IOException {
    DockerCli nobody =
        FakeDocker.script(
                folder,
                "exec setpriv --reuid=65534 --regid=65534 --clear-groups --reset-env docker \"$@\"")
            .host(URI.create(System.getenv("DOCKER_TEST_HOST")))
            .build();
    DockerException failure =
        catchThrowableOfType(DockerException.class, () -> nobody.run(DockerCommand.of("ps")));
    assertThat(failure.problem())
        .as(failure.getMessage())
        .isEqualTo(DockerProblem.PERMISSION_DENIED);
  }

  @Test
  void imagesThatTheRegistryDoesNotGive() throws IOException {
    try (TestRegistry registry = new TestRegistry(512)) {
      assertThat(problemOf(DockerCommand.of("pull", registry.name() + "/none:9.9.9")))
          .isEqualTo(DockerProblem.IMAGE_NOT_FOUND);
      assertThat(problemOf(DockerCommand.of("pull", registry.name() + "/busy:1")))
          .isEqualTo(DockerProblem.RATE_LIMITED);
      String big = registry.name() + "/big:1";
      docker.run(DockerCommand.of("pull", "--quiet", big));
      docker.run(DockerCommand.of("rmi", big));
    }
  }

  @Test
  void aPortThatAProcessHas(@TempDir Path folder) throws IOException {
    String image = TestImages.on(docker).build("5.0.2").name("nginx", "5.0.2");
    String project = TestProjects.name();
    try (ServerSocket taken = new ServerSocket(0)) {
      String text =
          "services:\n  nginx:\n    image: %s\n    command: [sleep, '60']\n    ports: ['%d:80']\n"
              .formatted(image, taken.getLocalPort());
      Path file = Files.writeString(folder.resolve("c.yml"), text);
      DockerException failure =
          catchThrowableOfType(
              DockerException.class,
              () ->
                  docker.run(
                      DockerCommand.compose(
                          project, null, List.of(file), "up", "--detach", "--pull", "never")));
      assertThat(failure.problem()).isEqualTo(DockerProblem.PORT_TAKEN);
      assertThat(failure)
          .hasMessageContaining("a port is taken: stop what listens there, or choose another")
          .hasMessageContaining(":" + taken.getLocalPort());
    } finally {
      TestProjects.remove(docker, project);
    }
  }
}
