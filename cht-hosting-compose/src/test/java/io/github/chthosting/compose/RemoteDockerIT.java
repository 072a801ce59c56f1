package io.github.chthosting.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.chthosting.Secret;
import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.deployment.InstallOptions;
import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.engine.DockerException;
import io.github.chthosting.compose.engine.DockerProblem;
import io.github.chthosting.compose.internal.install.MakeFolder;
import io.github.chthosting.compose.testing.SshHost;
import io.github.chthosting.compose.testing.TestImages;
import io.github.chthosting.compose.testing.TestInstallation;
import io.github.chthosting.compose.testing.TestRelease;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.platform.LogFeed;
import io.github.chthosting.platform.LogQuery;
import io.github.chthosting.platform.Topology;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine behind a real SSH, by a Docker context. */
class RemoteDockerIT {
  private final Path folder;

  RemoteDockerIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void seenByAContextAndChangedAsFarAsItsFilesStay() throws IOException, InterruptedException {
    Path place = Files.createDirectories(folder.resolve("cht"));
    try (TestInstallation cht = TestInstallation.start(place, "5.0.2", Topology.SINGLE);
        SshHost host = new SshHost(folder.resolve("ssh"))) {
      DockerCli docker = context(host, "clinic", host.address("clinic.invalid"));
      assertThat(docker.versions()).isEqualTo(TestInstallation.engine().versions());
      ComposeInstance seen = platform(docker).instance(cht.project()).orElseThrow();
      assertThat(seen.isUp()).isTrue();
      assertThat(seen.exec("api", "echo", "hello").text().strip()).isEqualTo("hello");
      logsWithoutSecrets(seen);
      assertThatThrownBy(() -> platform(docker).planInstall(seen.deployment()))
          .isInstanceOf(PlanRefusedException.class)
          .hasMessageContaining("run it there")
          .hasMessageEndingWith("Nothing was changed.");
      stoppedAndStarted(seen, platform(docker));
      assertThat(place.resolve(".cht-hosting")).doesNotExist();
      // By the loopback it is this host after all.
      ComposePlatform here = platform(context(host, "here", host.address("127.0.0.1")));
      ComposeDeployment deployment = here.instance(cht.project()).orElseThrow().deployment();
      Plan again = here.planInstall(deployment, InstallOptions.direct().acceptingSmallHost());
      assertThat(again.steps()).noneMatch(each -> each.is(MakeFolder.class));
    }
  }

  private static DockerCli context(SshHost host, String name, URI address) throws IOException {
    host.docker("mine")
        .build()
        .run(DockerCommand.of("context", "create", name, "--docker", "host=" + address));
    DockerCli docker = host.docker("mine").context(name).build();
    assertThat(docker.address()).isEqualTo(address.toString());
    return docker;
  }

  private static ComposePlatform platform(DockerCli docker) {
    TestImages images = TestImages.on(TestInstallation.engine());
    return ComposePlatform.builder(docker).releases(TestRelease.source(images)).build();
  }

  private static void logsWithoutSecrets(ComposeInstance seen) throws IOException {
    // As from a host without its files.
    Path environment = seen.layout().environment();
    Path away = environment.resolveSibling("away");
    Files.move(environment, away);
    try (LogFeed logs = seen.logs(LogQuery.all())) {
      assertThat(logs.hasNext()).isTrue();
      logs.forEachRemaining(
          line -> assertThat(line.text()).doesNotContain(TestInstallation.PASSWORD));
      assertThat(seen.observed().secrets()).contains(Secret.of(TestInstallation.PASSWORD));
    } finally {
      Files.move(away, environment);
    }
  }

  private void stoppedAndStarted(ComposeInstance seen, ComposePlatform platform) {
    try (Journal journal = Journal.in(folder.resolve("journal"))) {
      seen.planStop(Duration.ofSeconds(5)).apply(journal).await();
      assertThat(platform.instance(seen.name()).orElseThrow().isUp()).isFalse();
      ComposeInstance stopped = platform.instance(seen.name()).orElseThrow();
      stopped.planStart().apply(journal).await();
      assertThat(platform.instance(seen.name()).orElseThrow().isUp()).isTrue();
    }
  }

  @Test
  void whatSshRefusesIsTold() throws IOException, InterruptedException {
    try (SshHost host = new SshHost(folder.resolve("ssh"))) {
      // The host's own key, which nobody lets in.
      DockerCli stranger = host.docker("host").host(host.address("127.0.0.1")).build();
      DockerException refused =
          catchThrowableOfType(DockerException.class, () -> stranger.run(DockerCommand.of("ps")));
      assertThat(refused.problem()).isEqualTo(DockerProblem.SSH_FAILED);
      assertThat(refused)
          .hasMessageContaining("ssh does not reach the engine's host")
          .hasMessageContaining("Permission denied (publickey)");
      DockerCli nowhere = host.docker("mine").context("nowhere").build();
      assertThatThrownBy(nowhere::address)
          .isInstanceOfSatisfying(
              DockerException.class,
              e -> assertThat(e.problem()).isEqualTo(DockerProblem.CONTEXT_MISSING));
    }
  }
}
