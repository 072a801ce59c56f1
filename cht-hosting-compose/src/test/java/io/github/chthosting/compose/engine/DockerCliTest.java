package io.github.chthosting.compose.engine;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.chthosting.HostingException;
import io.github.chthosting.OperationCancelledException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands that are run, and the words by which their failures are told apart. */
class DockerCliTest extends DockerCliCase {
  /** The messages of real engines and of Compose, as seen or as their sources have them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ENGINE_DOWN|Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
        "SSH_FAILED|error during connect: Get \"http://docker.example.com/v1.41/version\": command [ssh -l a -- b docker system dial-stdio] has exited with exit status 255",
        "ENGINE_DOWN|error during connect: Get \"http://docker.example.com/v1.41/version\": command [ssh -l a -- b docker system dial-stdio] has exited with exit status 127",
        "PERMISSION_DENIED|permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: Get \"http://%2Fvar%2Frun%2Fdocker.sock/v1.41/version\": dial unix /var/run/docker.sock: connect: permission denied",
        "PERMISSION_DENIED|Got permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock",
        "PERMISSION_DENIED|permission denied while trying to connect to the docker API at unix:///var/run/docker.sock",
        "ENGINE_DOWN|failed to connect to the docker API at unix:///var/run/docker.sock; check if the path is correct and if the daemon is running: dial unix /var/run/docker.sock: connect: no such file or directory",
        "CONTEXT_MISSING|Failed to initialize: unable to resolve docker endpoint: context \"clinic\": context not found: open /home/me/.docker/contexts/meta/9e62/meta.json: no such file or directory",
        "SSH_FAILED|error during connect: Get \"http://docker.example.com/v1.50/version\": command [ssh -o ConnectTimeout=30 -T -l root -p 1 -- 127.0.0.1 docker system dial-stdio] has exited with exit status 255, make sure the URL is valid, and Docker 18.09 or later is installed on the remote host: stderr=ssh: connect to host 127.0.0.1 port 1: Connection refused",
        "COMPOSE_MISSING|docker: 'compose' is not a docker command.",
        "COMPOSE_MISSING|docker: unknown command: docker compose",
        "COMPOSE_MISSING|unknown shorthand flag: 'p' in -p",
        "COMPOSE_MISSING|unknown flag: --project-name",
        "PORT_TAKEN|Error response from daemon: driver failed programming external connectivity on endpoint t1-a-1: Bind for 0.0.0.0:443 failed: port is already allocated",
        "PORT_TAKEN|Error starting userland proxy: listen tcp4 0.0.0.0:80: bind: address already in use",
        "NO_SPACE|failed to register layer: Error processing tar file(exit status 1): write /x: no space left on device",
        "IMAGE_NOT_FOUND|Error response from daemon: manifest for public.ecr.aws/medic/cht-api:9.9.9 not found: manifest unknown",
        "IMAGE_NOT_FOUND|Error response from daemon: pull access denied for nosuch, repository does not exist or may require 'docker login'",
        "IMAGE_NOT_FOUND|Error response from daemon: failed to resolve reference \"docker.io/medic/cht-api:9.9.9\": docker.io/medic/cht-api:9.9.9: not found",
        "IMAGE_NOT_FOUND|no matching manifest for linux/arm/v7 in the manifest list entries",
        "NO_SPACE|failed to extract layer (application/vnd.oci.image.layer.v1.tar+gzip sha256:6f28) to overlayfs as \"extract-1 sha256:a46a\": write /var/lib/containerd/tmpmounts/containerd-mount1/usr/lib/x.so: no space left on device",
        "PORT_TAKEN|Error response from daemon: failed to set up container networking: driver failed programming external connectivity on endpoint t1-a-1: failed to bind host port 0.0.0.0:80/tcp: address already in use",
        "REGISTRY_UNREACHABLE|Error response from daemon: Get \"http://localhost:1/v2/\": dial tcp 127.0.0.1:1: connect: connection refused",
        "REGISTRY_UNREACHABLE|docker: Error response from daemon: Get \"https://registry-1.docker.io/v2/\": dial tcp: lookup registry-1.docker.io on 10.0.0.53:53: no such host.",
        "RATE_LIMITED|toomanyrequests: Rate exceeded",
        "API_TOO_OLD|Error response from daemon: client version 1.24 is too old. Minimum supported API version is 1.44, please upgrade your client to a newer version",
        "API_TOO_NEW|Error response from daemon: client version 1.50 is too new. Maximum supported API version is 1.41",
        "OTHER|no such service: nginx"
      })
  void tellsWhyFromTheWords(DockerProblem problem, String words) throws IOException {
    DockerCli docker = FakeDocker.failing(folder, 1, words);
    DockerException failure =
        catchThrowableOfType(DockerException.class, () -> docker.run(PS.about("cht", "nginx")));
    String advice = problem == DockerProblem.OTHER ? "" : " - " + problem.advice();
    assertThat(failure).hasMessage("docker ps --all: exit code 1" + advice + "\n  | " + words);
    assertThat(failure.problem()).isEqualTo(problem);
    assertThat(failure.exitCode()).isEqualTo(1);
    assertThat(failure.project()).isEqualTo("cht");
    assertThat(failure.service()).isEqualTo("nginx");
  }

  @Test
  void quotesTheLastLinesOfMany() throws IOException {
    DockerCli docker =
        FakeDocker.script(folder, "for i in $(seq 500); do echo line $i >&2; done; exit 17")
            .build();
    assertThatThrownBy(() -> docker.run(PS))
        .hasMessage(
            "docker ps --all: exit code 17\n  | line 496\n  | line 497\n  | line 498\n  | line 499\n"
                + "  | line 500");
  }

  @Test
  void saysThatThereIsNoCommand() {
    DockerCli docker = DockerCli.builder().program(folder + "/docker").build();
    DockerException failure = catchThrowableOfType(DockerException.class, () -> docker.run(PS));
    assertThat(failure.problem()).isEqualTo(DockerProblem.NO_COMMAND);
    assertThat(failure)
        .hasMessageStartingWith(
            "docker ps --all: there is no such command: install Docker Engine, or say where it is");
  }

  @Test
  void saysThatThereIsNoFolder() throws IOException {
    DockerCli docker = FakeDocker.script(folder, "exit 0").build();
    assertThatThrownBy(() -> docker.run(PS.in(folder.resolve("none"))))
        .isExactlyInstanceOf(HostingException.class)
        .hasMessage("docker ps --all: there is no folder " + folder.resolve("none"));
  }

  @Test
  void noShellSeesAnArgument() throws IOException {
    DockerCli docker = FakeDocker.script(folder, "for a in \"$@\"; do echo \"<$a>\"; done").build();
    DockerAnswer answer =
        docker.run(
            DockerCommand.compose(
                "p",
                Path.of("/a b/.env"),
                List.of(Path.of("/x;rm.yml")),
                "exec",
                "$(id)",
                "*",
                ""));
    assertThat(answer.lines())
        .containsExactly(
            "<compose>",
            "<--project-name>",
            "<p>",
            "<--env-file>",
            "</a b/.env>",
            "<--file>",
            "</x;rm.yml>",
            "<exec>",
            "<$(id)>",
            "<*>",
            "<>");
  }

  @Test
  void stopsWhatDoesNotEndAndItsChildren() throws Exception {
    Path pid = folder.resolve("pid");
    DockerCli docker =
        FakeDocker.script(folder, "sleep 300 & echo $! > " + pid + "; echo pulling; wait").build();
    DockerException failure =
        catchThrowableOfType(
            DockerException.class, () -> docker.run(PS.timeLimit(Duration.ofSeconds(2))));
    assertThat(failure.problem()).isEqualTo(DockerProblem.TIMED_OUT);
    assertThat(failure.isRetryable()).isTrue();
    assertThat(failure)
        .hasMessageContaining("did not end in time")
        .hasMessageEndingWith("| pulling");
    long child = Long.parseLong(Files.readString(pid).strip());
    ProcessHandle.of(child)
        .ifPresent(left -> assertThat(left.onExit()).succeedsWithin(30, SECONDS));
  }

  @Test
  void anInterruptEndsItAndIsKept() throws Exception {
    Path started = folder.resolve("started");
    DockerCli docker = FakeDocker.script(folder, "touch " + started + "; exec sleep 300").build();
    List<Object> seen = new ArrayList<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                docker.run(PS);
              } catch (OperationCancelledException e) {
                seen.add(e.getMessage());
                seen.add(Thread.currentThread().isInterrupted());
              }
            });
    thread.start();
    while (!Files.exists(started)) {
      Thread.sleep(10);
    }
    thread.interrupt();
    thread.join(30_000);
    assertThat(seen)
        .containsExactly("docker ps --all - cancelled; what the engine had begun may go on.", true);
  }

  @Test
  void aCommandIsChecked() {
    assertThatThrownBy(() -> DockerCommand.of()).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PS.timeLimit(Duration.ZERO))
        .hasMessage("a time limit must be positive: PT0S");
    assertThatThrownBy(() -> DockerCli.builder().context(" "))
        .hasMessage("--context must not be empty");
  }
}
