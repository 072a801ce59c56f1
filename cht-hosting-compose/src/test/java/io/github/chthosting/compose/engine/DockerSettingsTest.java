package io.github.chthosting.compose.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.chthosting.Secret;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine and environment of commands, secrets in their output, and versions. */
class DockerSettingsTest extends DockerCliCase {
  @Test
  void hostAndContextComeBeforeTheCommandAndTheLastCounts() throws IOException {
    DockerCli docker =
        FakeDocker.script(folder, "echo \"$*\"")
            .host(URI.create("unix:///x.sock"))
            .context("far")
            .build();
    assertThat(docker.run(PS).text()).isEqualTo("--context far ps --all");
    DockerCli far =
        FakeDocker.script(folder, "echo \"$*\"").host(URI.create("ssh://ops@far")).build();
    assertThat(far.run(PS).text()).isEqualTo("--host ssh://ops@far ps --all");
  }

  @Test
  void ofTheEnvironmentTheHostCountsBeforeTheContext() throws IOException {
    DockerCli both =
        FakeDocker.script(folder, "echo \"$*\" $DOCKER_HOST$DOCKER_CONTEXT")
            .fromEnvironment(Map.of("DOCKER_HOST", "unix:///x.sock", "DOCKER_CONTEXT", "far"))
            .build();
    assertThat(both.run(PS).text()).isEqualTo("--host unix:///x.sock ps --all");
    DockerCli context =
        FakeDocker.script(folder, "echo \"$*\"")
            .fromEnvironment(Map.of("DOCKER_HOST", "", "DOCKER_CONTEXT", "far"))
            .build();
    assertThat(context.run(PS).text()).isEqualTo("--context far ps --all");
  }

  @Test
  void itsEnvironmentIsNotOurs() throws IOException {
    DockerCli docker =
        FakeDocker.script(folder, "env | cut -d= -f1 | sort")
            .configuration(folder)
            .fromEnvironment(
                Map.of(
                    "DOCKER_HOST", "unix:///x.sock", "COUCHDB_PASSWORD", "x", "COMPOSE_FILE", "y"))
            .build();
    assertThat(docker.run(PS).lines())
        .contains("PATH", "DOCKER_CONFIG")
        .doesNotContain("COUCHDB_PASSWORD", "COMPOSE_FILE")
        .isSubsetOf(
            "PATH",
            "HOME",
            "USER",
            "LOGNAME",
            "TMPDIR",
            "LANG",
            "LC_ALL",
            "XDG_RUNTIME_DIR",
            "XDG_CONFIG_HOME",
            "SSH_AUTH_SOCK",
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "NO_PROXY",
            "http_proxy",
            "https_proxy",
            "no_proxy",
            "LD_LIBRARY_PATH",
            "SSL_CERT_FILE",
            "SSL_CERT_DIR",
            "DOCKER_CONFIG",
            "PWD",
            "OLDPWD",
            "SHLVL",
            "_");
  }

  @Test
  void hidesSecretsFromListenersAndMessages() throws IOException {
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    DockerCli docker =
        FakeDocker.script(
                folder,
                "echo pass is kung-botch; echo 'to http://medic:hunter2@haproxy:5984/medic' >&2;"
                    + " echo kung-botch refused >&2; exit 3")
            .hiding(List.of(Secret.of("kung-botch")))
            .build();
    assertThatThrownBy(() -> docker.run(PS, seen::add))
        .hasMessage(
            "docker ps --all: exit code 3\n  | to http://medic:***@haproxy:5984/medic\n"
                + "  | *** refused");
    assertThat(seen)
        .containsExactlyInAnyOrder(
            "pass is ***", "to http://medic:***@haproxy:5984/medic", "*** refused");
  }

  /** A new password may begin as the old one did. */
  @Test
  void ofTwoSecretsTheLongerGoesFirst() throws IOException {
    for (List<String> order :
        List.of(List.of("horse", "horse-two"), List.of("horse-two", "horse"))) {
      DockerCli docker =
          FakeDocker.script(folder, "echo 'pass is horse-two, was horse'")
              .hiding(order.stream().map(Secret::of).toList())
              .build();
      assertThat(docker.run(PS).notes()).isEmpty();
      List<String> seen = new ArrayList<>();
      docker.run(PS, seen::add);
      assertThat(seen).containsExactly("pass is ***, was ***");
    }
  }

  /** The encodings are those of JavaScript, Python and Java within a URL's query. */
  @Test
  void secretsThatAreEncoded() throws IOException {
    DockerCli docker =
        FakeDocker.script(folder, "echo 'a%20b!c%2fd~ A%20b%21c%2Fd~ a+b%21c%2Fd%7E a b!c/d~'")
            .hiding(List.of(Secret.of("a b!c/d~"), Secret.of("A b!c/d~")))
            .build();
    List<String> seen = new ArrayList<>();
    docker.run(PS, seen::add);
    assertThat(seen).containsExactly("*** *** *** ***");
  }

  /**
   * Podman as the docker command reports it through its socket, and as podman reports it itself.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Client\":{\"Version\":\"28.2.2\"},\"Server\":{\"Version\":\"4.3.1\",\"Components\":[{\"Name\":\"Podman Engine\"}]}}",
        "{\"Client\":{\"APIVersion\":\"4.3.1\",\"Version\":\"4.3.1\"}}"
      })
  void knowsPodman(String answer) throws IOException {
    DockerCli docker =
        FakeDocker.script(folder, "[ \"$1\" = compose ] && echo v2.26.1 || echo '" + answer + "'")
            .build();
    assertThat(docker.versions().engine()).isEqualTo("Podman 4.3.1");
    assertThat(docker.versions().isPodman()).isTrue();
  }

  @Test
  void readsVersions() throws IOException {
    DockerCli docker =
        FakeDocker.script(
                folder,
                "[ \"$1\" = compose ] && echo v2.26.1 || echo"
                    + " '{\"Client\":{\"Version\":\"28.2.2\",\"ApiVersion\":\"1.41\"},"
                    + "\"Server\":{\"Version\":\"20.10.24\"}}'")
            .build();
    assertThat(docker.versions())
        .isEqualTo(new DockerVersions("28.2.2", "20.10.24", "1.41", "2.26.1"));
  }

  @Test
  void composeOneIsToldApart() throws IOException {
    DockerCli docker =
        FakeDocker.script(folder, "[ \"$1\" = compose ] && echo 1.29.2 || echo '{}'").build();
    DockerException failure = catchThrowableOfType(DockerException.class, docker::versions);
    assertThat(failure.problem()).isEqualTo(DockerProblem.COMPOSE_MISSING);
    assertThat(failure).hasMessageEndingWith("  | 1.29.2");
  }
}
