package io.github.chthosting.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.compose.testing.MountedDisk;
import io.github.chthosting.compose.testing.PlanSteps;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data on a disk of its own, which is mounted where the data folder is; needs root to mount it. */
class MountedDataDockerIT {
  private final FakeEngine engine = new FakeEngine();
  private final FakeProjects projects = new FakeProjects(engine);
  private final ComposePlatform platform = projects.platform();
  private final Path folder;

  MountedDataDockerIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void aDiskIsEmptiedAndStaysMounted() throws IOException {
    Path data = Files.createDirectories(folder.resolve("cht/couchdb"));
    try (MountedDisk disk = MountedDisk.at(data, "1m")) {
      assertThat(disk.place()).isEmptyDirectory();
      Files.createDirectories(data.resolve("shards"));
      Files.writeString(data.resolve("shards/medic.1.couch"), "data");
      projects.write(folder.resolve("cht"), "cht", "COUCHDB_DATA=" + data);
      Plan plan =
          platform.installation(folder.resolve("cht")).orElseThrow().planDestroy("cht", true);
      assertThat(plan.steps()).extracting(PlanSteps::name).contains("remove-data", "remove-folder");
      try (Journal journal = Journal.in(folder.resolve("journal"))) {
        plan.apply(journal).await();
        assertThat(journal.unfinished()).isEmpty();
      }
      assertThat(data).isEmptyDirectory();
      assertThat(folder.resolve("cht/compose/.env")).doesNotExist();
    }
  }
}
