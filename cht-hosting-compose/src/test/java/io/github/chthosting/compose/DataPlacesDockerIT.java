package io.github.chthosting.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.compose.deployment.InstallOptions;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.platform.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data that lies elsewhere than this library would put it. */
class DataPlacesDockerIT {
  private final Path root;

  DataPlacesDockerIT(@TempDir Path root) {
    this.root = root;
  }

  private static Path environment(TestInstance cht) {
    return cht.folder.resolve("compose/.env");
  }

  /** Makes CouchDB anew with its data there, as somebody would by hand. */
  private static void recreate(TestInstance cht) {
    ComposeInstance instance = cht.observed();
    TestInstance.DOCKER.run(
        instance.observed().compose("up", "--detach", "couchdb").timeLimit(Duration.ofMinutes(4)));
  }

  @Test
  void anotherPortDoesNotMoveDataThatIsWhereTheReleasePutsIt()
      throws IOException, InterruptedException {
    try (TestInstance cht = new TestInstance(root)) {
      cht.install("5.0.2", Topology.SINGLE, StartedBy.DIRECT);
      cht.awaitHealthy("5.0.2");
      cht.write(0, 10);
      cht.apply(cht.observed().planStop());
      Path data = Files.move(cht.folder.resolve("couchdb"), cht.folder.resolve("compose/srv"));
      EnvFile.read(environment(cht)).without("COUCHDB_DATA").write(environment(cht));
      recreate(cht);
      cht.apply(cht.observed().planStart());
      cht.assertWritten(10);

      int other = new TestInstance(root).https;
      Plan plan =
          TestInstance.PLATFORM.planInstall(
              cht.builder("5.0.2", Topology.SINGLE).ports(cht.http, other).build(),
              InstallOptions.direct().acceptingSmallHost());
      assertThat(plan.notes()).contains("the data stays where it is, in " + data);
      cht.apply(plan);
      assertThat(cht.observed().httpsPort()).isEqualTo(other);
      assertThat(cht.observed().dataFolders()).containsExactly(data);
      assertThat(cht.folder.resolve("couchdb")).doesNotExist();
      cht.assertWritten(10);
    }
  }

  @Test
  void aVolumeWithDataStaysUnlessItIsToGo() throws IOException, InterruptedException {
    try (TestInstance cht = new TestInstance(root)) {
      cht.install("4.21.1", Topology.SINGLE, StartedBy.DIRECT);
      cht.awaitHealthy("4.21.1");
      cht.apply(cht.observed().planStop());
      Files.writeString(
          cht.folder.resolve("compose/cht-couchdb.yml"),
          // After the volumes of the file, which end it.
          "  cht-data:\n",
          StandardOpenOption.APPEND);
      EnvFile.read(environment(cht)).with("COUCHDB_DATA", "cht-data").write(environment(cht));
      Files.deleteIfExists(cht.folder.resolve(".cht-hosting/databases.json"));
      recreate(cht);
      String volume = cht.project + "_cht-data";
      assertThat(volumes(cht)).contains(volume);

      ComposeInstance instance = cht.observed();
      Plan whole = instance.planDestroy(cht.project, true);
      assertThat(whole.notes()).contains("- data in the volume " + volume);
      Plan kept = instance.planDestroy(cht.project, false);
      assertThat(kept.notes()).contains("kept: data in the volume " + volume);
      cht.apply(kept);
      assertThat(volumes(cht)).containsExactly(volume);
      cht.apply(whole);
      assertThat(volumes(cht)).isEmpty();
    }
  }

  private static List<String> volumes(TestInstance cht) {
    String label = "label=com.docker.compose.project=" + cht.project;
    return TestInstance.DOCKER
        .run(DockerCommand.of("volume", "ls", "--quiet", "--filter", label))
        .lines();
  }
}
