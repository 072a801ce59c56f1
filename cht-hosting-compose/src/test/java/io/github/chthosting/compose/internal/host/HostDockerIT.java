package io.github.chthosting.compose.internal.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.engine.ContainerStatus;
import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.engine.Projects;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real engine, and containers that Compose made on it but did not start: no image is pulled. */
class HostDockerIT {
  private static final String PROJECT = "cht-hosting-it";
  private static final String IMAGE = "cht-hosting-it.invalid/cht-nginx:5.0.2";

  private final DockerCli docker =
      DockerCli.builder()
          .fromEnvironment(System.getenv())
          .host(URI.create(System.getenv("DOCKER_TEST_HOST")))
          .build();
  private final Path folder;

  HostDockerIT(@TempDir Path folder) {
    this.folder = folder;
  }

  /** An image of one file, made here. */
  private Path composeFile(int port) throws IOException {
    Path file = Files.writeString(folder.resolve("nothing.txt"), "x");
    Path archive = folder.resolve("image.tar");
    try {
      int code =
          new ProcessBuilder(
                  "tar", "-cf", archive.toString(), "-C", folder.toString(), "nothing.txt")
              .start()
              .waitFor();
      assertThat(code).as("tar of " + file).isZero();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    docker.run(DockerCommand.of("import", archive.toString(), IMAGE));
    return Files.writeString(
        folder.resolve("c.yml"),
        """
        services:
          nginx:
            image: %s
            command: ["/none"]
            ports: ["%d:80"]
        """
            .formatted(IMAGE, port));
  }

  @AfterEach
  void clear() {
    docker.run(
        DockerCommand.compose(
            PROJECT, null, List.of(folder.resolve("c.yml")), "down", "--rmi", "all"));
  }

  @Test
  void containersAreSeenAndPortsAreTheirs() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Path file = composeFile(port);
    docker.run(DockerCommand.compose(PROJECT, null, List.of(file), "create", "--pull", "never"));
    List<ContainerStatus> ours = Projects.cht(docker).get(PROJECT);
    assertThat(ours).hasSize(1);
    assertThat(ours.get(0).state()).isEqualTo("created");
    assertThat(ours.get(0).ports()).containsExactly(port);
    ComposeDeployment other =
        ComposeDeployment.builder("other", "5.0.2", folder.toRealPath()).ports(1, port).build();
    HostFacts facts = HostFacts.observe(docker, other);
    assertThat(facts.cpus()).isPositive();
    assertThat(facts.memory()).isPositive();
    assertThat(facts.clockAhead().abs()).isLessThan(Duration.ofMinutes(1));
    assertThat(HostCheck.of(facts, other))
        .anySatisfy(
            finding ->
                assertThat(finding)
                    .hasToString(
                        "ERROR port %d: taken by container %s-nginx-1 of project %s; choose another port (host.port-taken)"
                            .formatted(port, PROJECT, PROJECT)));
  }
}
