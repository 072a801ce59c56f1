package io.github.chthosting.compose.internal.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.internal.install.Setting;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.compose.internal.upgrade.InstanceContainers;
import io.github.chthosting.compose.internal.upgrade.KeptVersion;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.compose.release.ReleaseSource;
import io.github.chthosting.plan.Marks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files in the folder when their exchange is cut: a reboot starts them. */
class TopologyFilesTest {
  private final Map<String, String> noted = new TreeMap<>();
  private final Path folder;
  private final Path single;
  private final Path clustered;
  private final Path environment;
  private final TopologyFiles files;
  private final InstanceContainers containers;

  TopologyFilesTest(@TempDir Path folder) {
    this.folder = folder;
    this.single = folder.resolve("compose").resolve(ReleaseFile.COUCHDB);
    this.clustered = folder.resolve("compose").resolve(ReleaseFile.COUCHDB_CLUSTERED);
    this.environment = folder.resolve("upgrade-service/.env");
    this.files = new TopologyFiles(step(), marks());
    this.containers =
        new InstanceContainers(
            new Engine(
                DockerCli.builder().build(),
                ReleaseSource.buildsServer(ReleaseSource.BUILDS_SERVER),
                Duration.ofMinutes(10)),
            files.before());
  }

  private ChangeTopology step() {
    Layout before = layout(single);
    return new ChangeTopology(
        before,
        layout(clustered),
        "5.0.2+single",
        "5.0.2+clustered",
        "",
        Path.of("/srv/couchdb"),
        List.of(),
        "couchdb@127.0.0.1",
        "couchdb@couchdb-1.local",
        List.of(),
        List.of("COUCHDB_DATA"),
        List.of(new Setting("DB1_DATA", "/srv/couchdb")));
  }

  private Layout layout(Path file) {
    return new Layout(
        "clinic",
        StartedBy.STANDARD,
        folder,
        environment,
        List.of(file),
        "clinic-upgrade-service",
        folder.resolve("upgrade-service/docker-compose.yml"));
  }

  private Marks marks() {
    return new Marks() {
      @Override
      public Map<String, String> all() {
        return Map.copyOf(noted);
      }

      @Override
      public void put(String name, String value) {
        noted.put(name, value);
      }
    };
  }

  @BeforeEach
  void install() throws IOException {
    Files.createDirectories(single.resolveSibling("."));
    Files.createDirectories(environment.resolveSibling("."));
    Files.writeString(single, "services: {}\n");
    Files.writeString(environment, "COUCHDB_DATA=/srv/couchdb\n");
    Layout layout = files.before();
    keep(layout, "5.0.2+single", ReleaseFile.COUCHDB);
    keep(layout, "5.0.2+clustered", ReleaseFile.COUCHDB_CLUSTERED);
  }

  private static void keep(Layout layout, String name, String file) {
    List<ReleaseFile> files = List.of(new ReleaseFile(file, "services: {}\n"));
    new KeptVersion(name, "5.0.2", files, Map.of()).write(layout);
  }

  /** The new one would find no folder of its data in the old settings, and start on another. */
  @Test
  void newFilesNeverLieBesideOldSettings() throws IOException {
    Files.writeString(environment, "not a setting\n");
    assertThatThrownBy(() -> files.exchange(containers)).isInstanceOf(HostingException.class);
    assertThat(clustered).doesNotExist();
  }

  @Test
  void bothFilesAreNeverThere() throws IOException {
    Files.delete(single);
    // What cannot be removed.
    Files.createDirectories(single.resolve("held"));
    assertThatThrownBy(() -> files.exchange(containers)).isInstanceOf(HostingException.class);
    assertThat(clustered).doesNotExist();
  }

  @Test
  void nothingGoesWhereTheWayBackIsNotKept() throws IOException {
    Files.delete(KeptVersion.folder(files.before(), "5.0.2+single").resolve("kept.json"));
    assertThatThrownBy(() -> files.exchange(containers))
        .hasMessageContaining("5.0.2+single is not there, or not complete");
    assertThat(single).exists();
  }

  @Test
  void aSecondTryKnowsWhatWasChangedByHandSince() throws IOException {
    files.exchange(containers);
    assertThat(environment).hasContent("DB1_DATA=/srv/couchdb");
    assertThat(clustered).exists();
    files.back(containers);
    files.back(containers);
    assertThat(environment).hasContent("COUCHDB_DATA=/srv/couchdb");
    assertThat(clustered).doesNotExist();
    Files.writeString(environment, "COUCHDB_DATA=/mnt/../srv/couchdb\n");
    files.exchange(containers);
    files.back(containers);
    assertThat(environment).hasContent("COUCHDB_DATA=/mnt/../srv/couchdb");
    assertThat(single).exists();
  }

  @Test
  void whatIsNotAsPlannedIsLeftAlone() throws IOException {
    files.requireAsPlanned(Path.of("/srv/couchdb"));
    assertThatThrownBy(() -> files.requireAsPlanned(Path.of("/srv/other")))
        .hasMessageContaining("are not those that this was planned for");
    Files.move(single, clustered);
    assertThatThrownBy(() -> files.requireAsPlanned(Path.of("/srv/couchdb")))
        .hasMessageContaining("plan again; nothing was changed");
  }
}
