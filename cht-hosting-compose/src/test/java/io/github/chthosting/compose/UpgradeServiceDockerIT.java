package io.github.chthosting.compose;

import static io.github.chthosting.compose.TestInstance.DOCKER;
import static io.github.chthosting.compose.TestInstance.IMAGES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.deployment.UpgradeOptions;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.release.Release;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.compose.release.ReleaseSource;
import io.github.chthosting.compose.testing.TestRelease;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.platform.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The upgrade service is replaced and the CHT does not notice; one that fails is taken back. */
class UpgradeServiceDockerIT {
  private final Path folder;

  UpgradeServiceDockerIT(@TempDir Path folder) {
    this.folder = folder;
  }

  /** A platform whose releases name another image in the upgrade service's file. */
  private static ComposePlatform platform(String image) {
    ReleaseSource source = TestRelease.source(IMAGES);
    ReleaseSource changed =
        new ReleaseSource() {
          @Override
          public Release fetch(ChtVersion version, Topology topology) {
            return source.fetch(version, topology);
          }

          @Override
          public ReleaseFile upgradeService() {
            ReleaseFile file = source.upgradeService();
            return new ReleaseFile(
                file.name(), file.text().replace(IMAGES.upgradeService(), image));
          }
        };
    return ComposePlatform.builder(DOCKER)
        .releases(changed)
        .patience(Duration.ofMinutes(4))
        .build();
  }

  private static List<String> ids(TestInstance cht) {
    return cht.observed().containers().stream().map(Container::id).toList();
  }

  @Test
  void replacedAndTakenBack() throws IOException, InterruptedException {
    try (TestInstance cht = new TestInstance(folder)) {
      cht.install("5.0.2", Topology.SINGLE, StartedBy.STANDARD);
      cht.awaitHealthy("5.0.2");
      List<String> before = ids(cht);
      String next = IMAGES.name("upgrade-service", "next");
      DOCKER.run(DockerCommand.of("tag", IMAGES.upgradeService(), next));
      ComposePlatform platform = platform(next);
      Plan plan =
          platform
              .instance(cht.project)
              .orElseThrow()
              .planUpgradeService(UpgradeOptions.defaults());
      assertThat(plan.notes()).contains("~ image " + IMAGES.upgradeService() + " -> " + next);
      cht.apply(plan, platform);
      assertThat(cht.observed().upgradeService().orElseThrow().status().image()).isEqualTo(next);
      assertThat(ids(cht)).isEqualTo(before);
      assertThat(cht.observed().isUp()).isTrue();

      String text = Files.readString(cht.observed().layout().upgradeFile());
      IMAGES.buildFailing("5.0.7", "api");
      ComposePlatform failing = platform(IMAGES.name("api", "5.0.7"));
      Plan bad =
          failing.instance(cht.project).orElseThrow().planUpgradeService(UpgradeOptions.defaults());
      assertThatThrownBy(() -> cht.apply(bad, failing))
          .isInstanceOf(HostingException.class)
          .hasMessageContaining("ends again and again")
          .hasMessageContaining(
              "Rolled back: the upgrade service runs with the file and image before");
      assertThat(cht.observed().upgradeService().orElseThrow().status().image()).isEqualTo(next);
      assertThat(Files.readString(cht.observed().layout().upgradeFile())).isEqualTo(text);
      assertThat(ids(cht)).isEqualTo(before);
      try (Journal journal = Journal.in(cht.folder.resolve(".cht-hosting/journal"))) {
        assertThat(failing.rollBack(journal).await()).isTrue();
      }
      assertThat(cht.observed().isUp()).isTrue();
    }
  }
}
