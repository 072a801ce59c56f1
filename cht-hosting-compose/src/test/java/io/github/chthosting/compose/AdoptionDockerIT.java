package io.github.chthosting.compose;

import static io.github.chthosting.compose.TestInstance.DOCKER;
import static io.github.chthosting.compose.TestInstance.IMAGES;
import static io.github.chthosting.compose.TestInstance.PLATFORM;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.deployment.InstallOptions;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.compose.internal.instance.InstanceFinding;
import io.github.chthosting.compose.testing.PlanSteps;
import io.github.chthosting.compose.testing.TestProjects;
import io.github.chthosting.compose.testing.TestRelease;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.platform.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Adoption of a CHT that somebody made by hand, with the commands of the CHT's own guides: it is
 * taken as it is.
 */
class AdoptionDockerIT {
  private final Path root;

  AdoptionDockerIT(@TempDir Path root) {
    this.root = root;
  }

  /**
   * The upgrade service of the Docker guide; in the gate, {@code PasswordDockerIT} takes an
   * instance that was made by hand as this guide has it.
   */
  @Tag("series")
  @Test
  void nothingIsMadeAnewOfTheDockerGuides() throws IOException, InterruptedException {
    nothingIsMadeAnew("upgrade-service", "docker-compose.yml");
  }

  @Test
  void nothingIsMadeAnewOfTheDockerHelpers() throws IOException, InterruptedException {
    nothingIsMadeAnew(".", "upgrade-service.yml");
  }

  private void nothingIsMadeAnew(String place, String file)
      throws IOException, InterruptedException {
    try (TestInstance cht = new TestInstance(root)) {
      Path upgrade = byHand(cht, place, file);
      ComposeInstance found = PLATFORM.installation(cht.folder).orElseThrow();
      assertThat(found.name()).isEqualTo(cht.project);
      assertThat(found.layout().mode()).isEqualTo(StartedBy.STANDARD);
      assertThat(found.layout().upgradeFile()).isEqualTo(upgrade);
      assertThat(found.findings())
          .anyMatch(
              each ->
                  each.severity() == Finding.Severity.ERROR
                      && each.is(InstanceFinding.SETTINGS_OPEN));
      List<String> before = found.containers().stream().map(Container::id).toList();

      ComposeDeployment observed = found.deployment();
      assertThat(observed.httpsPort()).isEqualTo(cht.https);
      Plan plan = PLATFORM.planInstall(observed, InstallOptions.standard().acceptingSmallHost());
      assertThat(plan.steps()).as(plan.toString()).hasSize(1);
      assertThat(PlanSteps.name(plan.steps().get(0))).isEqualTo("protect-file");
      cht.apply(found.planAdopt());
      ComposeInstance adopted = PLATFORM.installation(cht.folder).orElseThrow();
      assertThat(adopted.containers()).extracting(Container::id).isEqualTo(before);
      assertThat(adopted.planAdopt().isEmpty()).isTrue();
      Plan again = PLATFORM.planInstall(observed, InstallOptions.standard().acceptingSmallHost());
      assertThat(again.steps()).as(again.toString()).isEmpty();
      cht.apply(adopted.planStop());
      cht.apply(PLATFORM.installation(cht.folder).orElseThrow().planStart());
      cht.awaitHealthy("5.0.2");
      ComposeInstance started = PLATFORM.installation(cht.folder).orElseThrow();
      assertThat(started.containers()).extracting(Container::id).isEqualTo(before);
      cht.apply(started.planDestroy(cht.project, true));
      assertThat(TestProjects.left(DOCKER, cht.project)).isEmpty();
    }
  }

  private static Path byHand(TestInstance cht, String place, String file)
      throws IOException, InterruptedException {
    TestRelease.write(
        TestRelease.of(IMAGES, "5.0.2", Topology.SINGLE), cht.folder.resolve("compose"));
    Path folder = Files.createDirectories(cht.folder.resolve(place).normalize());
    Path upgrade = Files.writeString(folder.resolve(file), TestRelease.upgradeService(IMAGES));
    Files.createDirectories(cht.folder.resolve("couchdb"));
    EnvFile environment =
        EnvFile.empty()
            .with("CHT_COMPOSE_PROJECT_NAME", cht.project)
            .with("COUCHDB_SECRET", "a-secret-of-theirs")
            .with("DOCKER_CONFIG_PATH", folder.toString())
            .with("DOCKER_HOST", DOCKER.address().substring("unix://".length()))
            .with("COUCHDB_DATA", cht.folder.resolve("couchdb").toString())
            .with("CHT_COMPOSE_PATH", cht.folder.resolve("compose").toString())
            .with("COUCHDB_USER", "medic")
            .with("COUCHDB_PASSWORD", "by-hand-5")
            .with("CHT_NETWORK", cht.project + "-net")
            .with("NGINX_HTTP_PORT", String.valueOf(cht.http))
            .with("NGINX_HTTPS_PORT", String.valueOf(cht.https));
    Path env = Files.writeString(folder.resolve(".env"), environment.text());
    DOCKER.run(
        DockerCommand.compose(
                cht.project + "-upgrade-service", env, List.of(upgrade), "up", "--detach")
            .timeLimit(Duration.ofMinutes(4)));
    cht.awaitHealthy("5.0.2");
    return upgrade;
  }
}
