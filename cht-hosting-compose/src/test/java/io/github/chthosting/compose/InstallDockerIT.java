package io.github.chthosting.compose;

import static io.github.chthosting.compose.TestInstance.DOCKER;
import static io.github.chthosting.compose.TestInstance.PLATFORM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.testing.PlanSteps;
import io.github.chthosting.compose.testing.TestProjects;
import io.github.chthosting.compose.testing.TestRelease;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.platform.ServiceStatus.State;
import io.github.chthosting.platform.Topology;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A CHT from nothing to nothing: installed, stopped, started, destroyed, on a real engine. */
class InstallDockerIT {
  private final Path folder;

  InstallDockerIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void fromNothingToNothing() throws IOException, InterruptedException {
    fromNothingToNothing("5.0.2", Topology.SINGLE, StartedBy.DIRECT);
  }

  /**
   * Installations in three forms; in the gate, {@code UpgradeDockerIT} installs 4.21.0 with three
   * nodes and upgrade service.
   */
  @Tag("series")
  @ParameterizedTest
  @CsvSource({"5.0.2,CLUSTERED,DIRECT", "5.0.2,SINGLE,STANDARD", "4.21.0,CLUSTERED,STANDARD"})
  void fromNothingToNothing(String version, Topology topology, StartedBy mode)
      throws IOException, InterruptedException {
    try (TestInstance cht = new TestInstance(folder)) {
      ComposeDeployment deployment = cht.deployment(version, topology);
      Plan plan = cht.plan(deployment, mode);
      assertThat(plan.steps())
          .extracting(PlanSteps::name)
          .contains("make-folder", "start-services");
      assertThat(cht.folder).doesNotExist();
      cht.apply(plan);
      cht.awaitHealthy(version);

      ComposeInstance installed = cht.observed();
      assertThat(installed.isUp()).isTrue();
      assertThat(installed.topology()).isEqualTo(topology);
      assertThat(installed.layout().mode()).isEqualTo(mode);
      assertThat(installed.deployment()).isEqualTo(deployment);
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(installed.layout().environment())))
          .isEqualTo("rw-------");
      String secret = cht.credentials().substring("medic:".length());
      assertThat(plan.toString()).doesNotContain(secret);
      assertThat(Files.readString(cht.folder.resolve(".cht-hosting/journal/journal.jsonl")))
          .doesNotContain(secret);

      Plan again = cht.plan(deployment, mode);
      assertThat(again.steps()).as(again.toString()).isEmpty();
      assertThat(installed.planStart().isEmpty()).isTrue();

      stopAndStart(cht, version);
      if (topology == Topology.SINGLE) {
        backOnKeptData(cht, deployment, mode);
      }
      destroy(cht);
    }
  }

  private static void stopAndStart(TestInstance cht, String version) throws InterruptedException {
    cht.apply(cht.observed().planStop());
    ComposeInstance stopped = cht.observed();
    assertThat(stopped.status()).allMatch(each -> each.state() == State.STOPPED);
    assertThat(stopped.containers())
        .extracting(Container::restartPolicy)
        .containsOnly("unless-stopped");
    assertThat(stopped.containers("api").get(0).status().exitCode()).isNotEqualTo(137);
    assertThat(stopped.planStop().isEmpty()).isTrue();
    List<String> before = stopped.containers().stream().map(Container::id).toList();
    cht.apply(stopped.planStart());
    cht.awaitHealthy(version);
    assertThat(cht.observed().containers()).extracting(Container::id).isEqualTo(before);
  }

  private static void backOnKeptData(TestInstance cht, ComposeDeployment deployment, StartedBy mode)
      throws InterruptedException {
    String credentials = cht.credentials();
    cht.apply(cht.observed().planDestroy(cht.project, false));
    cht.apply(cht.plan(deployment, mode));
    cht.awaitHealthy(deployment.version().toString());
    assertThat(cht.credentials()).isEqualTo(credentials);
    assertThat(cht.plan(deployment, mode).isEmpty()).isTrue();
  }

  private static void destroy(TestInstance cht) {
    ComposeInstance running = cht.observed();
    String upgrade = running.layout().upgradeProject();
    cht.apply(running.planDestroy(cht.project, false));
    assertThat(TestProjects.left(DOCKER, cht.project)).isEmpty();
    assertThat(running.dataFolders()).allMatch(Files::isDirectory);
    assertThat(running.layout().environment()).exists();
    assertThat(running.layout().files()).noneMatch(Files::exists);
    // Once more, for the data: nothing runs, and its files have gone.
    ComposeInstance left = running.lookAgain();
    cht.apply(left.planDestroy(cht.project, true));
    assertThat(cht.folder).doesNotExist();
    if (!upgrade.isEmpty()) {
      assertThat(TestProjects.left(DOCKER, upgrade)).isEmpty();
    }
  }

  /** Two instances at once; in the gate, {@code DeveloperDockerIT} has two of which one goes. */
  @Tag("series")
  @Test
  void twoAtOnceAndOneGoes() throws IOException, InterruptedException {
    try (TestInstance one = new TestInstance(folder);
        TestInstance two = new TestInstance(folder)) {
      one.install("5.0.2", Topology.SINGLE, StartedBy.DIRECT);
      two.install("5.0.2", Topology.SINGLE, StartedBy.STANDARD);
      one.awaitHealthy("5.0.2");
      two.awaitHealthy("5.0.2");
      assertThat(PLATFORM.instances())
          .extracting(ComposeInstance::name)
          .contains(one.project, two.project);
      assertThat(one.credentials()).isNotEqualTo(two.credentials());
      assertThat(TestProjects.status(one.https, "/_all_dbs", two.credentials())).isEqualTo(401);
      List<String> kept = two.observed().containers().stream().map(Container::id).toList();
      one.apply(one.observed().planDestroy(one.project, true));
      assertThat(one.folder).doesNotExist();
      two.awaitHealthy("5.0.2");
      assertThat(two.observed().containers()).extracting(Container::id).isEqualTo(kept);
      assertThat(two.observed().isUp()).isTrue();
    }
  }

  /** The upgrade service starts nginx, so that it is the one who knows why that failed. */
  @Test
  void whatTheUpgradeServiceCouldNotStartIsQuoted() throws IOException {
    try (TestInstance cht = new TestInstance(folder)) {
      ComposePlatform hasty =
          ComposePlatform.builder(DOCKER)
              .releases(TestRelease.source(TestInstance.IMAGES))
              .patience(Duration.ofSeconds(20))
              .build();
      Plan plan = cht.plan(cht.deployment("5.0.2", Topology.SINGLE), StartedBy.STANDARD);
      try (ServerSocket taken = new ServerSocket(cht.https)) {
        assertThatThrownBy(() -> cht.apply(plan, hasty))
            .hasMessageContaining("nginx is STOPPED")
            .hasMessageContaining("The upgrade service's last lines:")
            .hasMessageContaining(taken.getLocalPort() + ": bind: address already in use");
      }
    }
  }
}
