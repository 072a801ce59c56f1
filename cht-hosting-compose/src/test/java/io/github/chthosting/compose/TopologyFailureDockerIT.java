package io.github.chthosting.compose;

import static io.github.chthosting.compose.TestInstance.DOCKER;
import static io.github.chthosting.compose.TestInstance.IMAGES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.release.Release;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.compose.release.ReleaseSource;
import io.github.chthosting.compose.testing.TestRelease;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.platform.Topology;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A change of the topology that cannot succeed goes back by itself. */
@Tag("series")
class TopologyFailureDockerIT extends TopologyCase {
  TopologyFailureDockerIT(@TempDir Path folder) {
    super(folder);
  }

  @Test
  void aNodeThatDoesNotComeUpIsTakenBack() throws IOException, InterruptedException {
    IMAGES.buildFailing("5.0.9", "couchdb");
    try (TestInstance cht = new TestInstance(folder)) {
      cht.install(VERSION, Topology.SINGLE, StartedBy.DIRECT);
      cht.awaitHealthy(VERSION);
      cht.write(0, 10);
      Map<String, Long> alone = copies(cht);
      List<ReleaseFile> files = cht.observed().files();
      Map<String, String> settings = cht.observed().environment().values();
      ComposePlatform platform =
          ComposePlatform.builder(DOCKER)
              .releases(secondNodeFailing())
              .patience(Duration.ofMinutes(4))
              .build();
      Plan plan = platform.instance(cht.project).orElseThrow().planToCluster(OPTIONS);
      withItsFolderInUse(cht, plan, platform);
      assertThatThrownBy(() -> cht.apply(plan, platform))
          .isInstanceOf(HostingException.class)
          .hasMessageContaining("service couchdb-2.local ends again and again")
          .hasMessageContaining("Rolled back: " + cht.project + " runs as before");
      cht.awaitHealthy(VERSION);
      assertThat(cht.observed().topology()).isEqualTo(Topology.SINGLE);
      assertThat(cht.observed().files()).isEqualTo(files);
      assertThat(cht.observed().environment().values()).isEqualTo(settings);
      assertThat(copies(cht)).isEqualTo(alone);
      cht.assertWritten(10);
      // Not in the way of another try.
      assertThat(cht.observed().planToCluster(OPTIONS).steps()).isNotEmpty();
    }
  }

  /** A container that uses the data folder: it could be another CouchDB. */
  private static void withItsFolderInUse(TestInstance cht, Plan plan, ComposePlatform platform) {
    String name = cht.project + "-held";
    String mount = cht.observed().dataFolders().get(0) + ":/held";
    String image = IMAGES.name("couchdb", VERSION);
    String[] run = {"run", "--detach", "--name", name, "--volume", mount, "--entrypoint", "sleep"};
    DOCKER.run(
        DockerCommand.of(
            Stream.concat(Stream.of(run), Stream.of(image, "600")).toArray(String[]::new)));
    try {
      assertThatThrownBy(() -> cht.apply(plan, platform))
          .isInstanceOf(HostingException.class)
          .hasMessageContaining("is in use by [" + name + "]: stop them first")
          .hasMessageContaining("Rolled back: " + cht.project + " runs as before");
    } finally {
      DOCKER.run(DockerCommand.of("rm", "--force", name));
    }
  }

  private static ReleaseSource secondNodeFailing() {
    ReleaseSource source = TestRelease.source(IMAGES);
    return new ReleaseSource() {
      @Override
      public Release fetch(ChtVersion version, Topology topology) {
        return new Release(
            version,
            source.fetch(version, topology).files().stream()
                .map(file -> new ReleaseFile(file.name(), failing(file.text())))
                .toList());
      }

      @Override
      public ReleaseFile upgradeService() {
        return source.upgradeService();
      }
    };
  }

  private static String failing(String text) {
    int node = text.indexOf("  couchdb-2.local:");
    return node < 0
        ? text
        : text.substring(0, node)
            + text.substring(node).replaceFirst("couchdb:" + VERSION, "couchdb:5.0.9");
  }
}
