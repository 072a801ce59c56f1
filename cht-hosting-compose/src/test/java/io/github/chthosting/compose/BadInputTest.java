package io.github.chthosting.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.UnreachableException;
import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.engine.DockerException;
import io.github.chthosting.compose.engine.FakeDocker;
import io.github.chthosting.compose.release.Release;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.compose.release.ReleaseSource;
import io.github.chthosting.platform.Topology;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine that cannot be used: what whoever wanted to install a CHT is told, as a whole. */
class BadInputTest {
  private static final ReleaseSource RELEASES =
      new ReleaseSource() {
        @Override
        public Release fetch(ChtVersion version, Topology topology) {
          String text = "services: {api: {image: 'x/cht-api:5.0.2'}}";
          return new Release(version, List.of(new ReleaseFile(ReleaseFile.CORE, text)));
        }

        @Override
        public ReleaseFile upgradeService() {
          return new ReleaseFile(ReleaseFile.UPGRADE_SERVICE, "services: {u: {image: 'x/u:1'}}");
        }
      };

  private final Path folder;

  BadInputTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private String told(DockerCli docker) {
    ComposePlatform platform = ComposePlatform.builder(docker).releases(RELEASES).build();
    ComposeDeployment deployment =
        ComposeDeployment.builder("cht", "5.0.2", folder.resolve("cht")).build();
    DockerException failure =
        catchThrowableOfType(DockerException.class, () -> platform.planInstall(deployment));
    assertThat(folder.resolve("cht")).doesNotExist();
    return failure.getMessage();
  }

  /** Questions about the context are answered by the command itself. */
  private DockerCli engineSays(String words) throws IOException {
    return FakeDocker.script(
            folder,
            "[ \"$1\" = context ] && echo unix:///var/run/docker.sock && exit 0\ncat >&2 <<'END'\n"
                + words
                + "\nEND\nexit 1")
        .build();
  }

  private void assertTold(String words, String problem) throws IOException {
    assertThat(told(engineSays(words)))
        .isEqualTo(
            "docker info --format {{.Name}}: exit code 1 - "
                + problem
                + "\n  | "
                + words
                + "\nNothing was changed.");
  }

  @Test
  void noCommand() {
    assertThat(told(DockerCli.builder().program(folder + "/docker").build()))
        .startsWith(
            "docker context inspect --format {{.Endpoints.docker.Host}}: there is no such command:"
                + " install Docker Engine, or say where it is\n  | ")
        .endsWith("\nNothing was changed.");
  }

  @Test
  void theEngineIsDown() throws IOException {
    String words =
        "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon"
            + " running?";
    assertTold(
        words,
        "the engine does not answer: start it (systemctl start docker), or check the context");
  }

  /** The words are those of the engine's client since version 29. */
  @Test
  void theSocketMayNotBeUsed() throws IOException {
    String words =
        "permission denied while trying to connect to the docker API at"
            + " unix:///var/run/docker.sock";
    assertTold(
        words,
        "this user may not use the engine: add it to the group docker and log in again, or run as"
            + " root");
  }

  private DockerCli withoutCompose() throws IOException {
    return FakeDocker.script(
            folder,
            """
            case "$1" in
              context) echo unix:///var/run/docker.sock ;;
              info) cat /proc/sys/kernel/hostname ;;
              ps | images) ;;
              version) echo '{"Client":{"Version":"20.10.24","ApiVersion":"1.41"},"Server":{"Version":"20.10.24"}}' ;;
              *) echo "docker: 'compose' is not a docker command." >&2; echo "See 'docker --help'" >&2; exit 1 ;;
            esac
            """)
        .build();
  }

  @Test
  void composeOneAlone() throws IOException {
    assertThat(told(withoutCompose()))
        .isEqualTo(
            "docker compose version --short: exit code 1 - this docker has no 'compose': install"
                + " the Compose plugin, version 2 or later; version 1 (docker-compose) is not"
                + " supported\n  | docker: 'compose' is not a docker command.\n  | See 'docker"
                + " --help'\nNothing was changed.");
  }

  @Test
  void noServerOfReleases() throws IOException {
    ReleaseSource nowhere = ReleaseSource.buildsServer(URI.create("http://127.0.0.1:1/builds"));
    ComposePlatform platform = ComposePlatform.builder(withoutCompose()).releases(nowhere).build();
    ComposeDeployment deployment =
        ComposeDeployment.builder("cht", "5.0.2", folder.resolve("cht")).build();
    assertThatThrownBy(() -> platform.planInstall(deployment))
        .isInstanceOf(UnreachableException.class)
        .hasMessageContaining("127.0.0.1:1")
        .hasMessageEndingWith("Nothing was changed.");
  }

  @Test
  void thereIsNoSuchContext() throws IOException {
    String words = "context \"clinic\": context not found: open /x/meta.json: no such file";
    assertThat(told(FakeDocker.failing(folder, 1, words)))
        .isEqualTo(
            "docker context inspect --format {{.Endpoints.docker.Host}}: exit code 1 - there is no"
                + " such Docker context: 'docker context ls' lists those that there are\n  | "
                + words
                + "\nNothing was changed.");
  }
}
