package io.github.chthosting.compose.internal.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.ComposePlatform;
import io.github.chthosting.compose.Layout;
import io.github.chthosting.compose.Mode;
import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.internal.upgrade.Fleet;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.compose.upgrade.KeptVersion;
import io.github.chthosting.platform.Cost;
import io.github.chthosting.platform.Marks;
import io.github.chthosting.platform.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in the folder when the exchange of files is cut: a reboot starts it. */
class TopologyFilesTest {
  private final Map<String, String> noted = new TreeMap<>();
  private final Path folder;
  private final Path single;
  private final Path clustered;
  private final Path environment;
  private final TopologyFiles files;
  private final Fleet fleet;

  TopologyFilesTest(@TempDir Path folder) {
    this.folder = folder;
    this.single = folder.resolve("compose").resolve(ReleaseFile.COUCHDB);
    this.clustered = folder.resolve("compose").resolve(ReleaseFile.COUCHDB_CLUSTERED);
    this.environment = folder.resolve("upgrade-service/.env");
    this.files = new TopologyFiles(step(), marks());
    this.fleet =
        new Fleet(ComposePlatform.builder(DockerCli.builder().build()).build(), files.before());
  }

  private Step step() {
    Map<String, String> arguments =
        new TreeMap<>(
            Map.of("project", "clinic", "mode", Mode.STANDARD.name(), "folder", folder.toString()));
    arguments.put("files", "compose/" + ReleaseFile.COUCHDB);
    arguments.put("after", "compose/" + ReleaseFile.COUCHDB_CLUSTERED);
    arguments.put("from", "5.0.2+single");
    arguments.put("to", "5.0.2+clustered");
    arguments.put("data", "/srv/couchdb");
    arguments.put("unset", "COUCHDB_DATA");
    arguments.put("order", "DB1_DATA");
    arguments.put("set.DB1_DATA", "/srv/couchdb");
    return new Step(TopologySteps.CHANGE, arguments, Cost.FREE);
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
    assertThatThrownBy(() -> files.exchange(fleet)).isInstanceOf(HostingException.class);
    assertThat(clustered).doesNotExist();
  }

  @Test
  void bothFilesAreNeverThere() throws IOException {
    Files.delete(single);
    // What cannot be removed.
    Files.createDirectories(single.resolve("held"));
    assertThatThrownBy(() -> files.exchange(fleet)).isInstanceOf(HostingException.class);
    assertThat(clustered).doesNotExist();
  }

  @Test
  void nothingGoesWhereTheWayBackIsNotKept() throws IOException {
    Files.delete(KeptVersion.folder(files.before(), "5.0.2+single").resolve("kept.json"));
    assertThatThrownBy(() -> files.exchange(fleet))
        .hasMessageContaining("5.0.2+single is not there, or not whole");
    assertThat(single).exists();
  }

  @Test
  void aSecondTryKnowsWhatWasChangedByHandSince() throws IOException {
    files.exchange(fleet);
    assertThat(environment).hasContent("DB1_DATA=/srv/couchdb");
    assertThat(clustered).exists();
    files.back(fleet);
    files.back(fleet);
    assertThat(environment).hasContent("COUCHDB_DATA=/srv/couchdb");
    assertThat(clustered).doesNotExist();
    Files.writeString(environment, "COUCHDB_DATA=/mnt/../srv/couchdb\n");
    files.exchange(fleet);
    files.back(fleet);
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
        .hasMessageContaining("plan anew; nothing was changed");
  }
}
