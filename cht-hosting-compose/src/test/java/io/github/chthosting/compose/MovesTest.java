package io.github.chthosting.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.chthosting.compose.move.LegacyInstance;
import io.github.chthosting.compose.move.MoveGuide;
import io.github.chthosting.compose.move.MoveGuide.Stage;
import io.github.chthosting.compose.move.Moves;
import io.github.chthosting.platform.Deployment;
import io.github.chthosting.platform.PlanRefusedException;
import io.github.chthosting.platform.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moves: what is found, which way is shown, and what is refused. */
class MovesTest {
  private final FakeEngine engine = new FakeEngine();
  private final Path folder;

  MovesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private ComposeInstance clinic() throws IOException {
    Path compose = Files.createDirectories(folder.resolve("compose"));
    Path file = compose.resolve("cht-core.yml");
    Files.writeString(file, "services:\n  couchdb: {image: \"x/cht-couchdb:4.21.0\"}\n");
    Files.writeString(compose.resolve(".env"), "COUCHDB_PASSWORD=x\n");
    for (String service : List.of("api", "sentinel", "couchdb")) {
      ObjectNode node =
          engine.container(
              "clinic",
              service,
              "x/cht-" + service + ":4.21.0",
              Map.of(
                  "project.working_dir",
                  compose.toString(),
                  "project.config_files",
                  file.toString()));
      if (service.equals("couchdb")) {
        FakeEngine.mount(node, folder.resolve("couchdb").toString(), "/opt/couchdb/data");
      }
    }
    return ComposePlatform.builder(engine).build().instance("clinic").orElseThrow();
  }

  private static Deployment deployment(
      String project, String version, Path folder, Topology topology) {
    return Deployment.builder(project, version, folder).topology(topology).build();
  }

  @Test
  void toAClusterBesideIt() throws IOException {
    Deployment target = deployment("district", "4.21.0", folder.resolve("new"), Topology.CLUSTERED);
    MoveGuide guide = Moves.toCluster(clinic(), target);
    assertThat(guide.stages())
        .extracting(Stage::byHand)
        .containsExactly(true, false, true, false, false, false, true, false);
    assertThat(guide.toString())
        .startsWith("move clinic to the cluster district\n  1. carry user, password")
        .contains("docker stop clinic-api-1 clinic-sentinel-1")
        .contains("every difference ends the move")
        .endsWith("planDestroy(\"clinic\", true)");
    assertThat(engine.commands()).isEmpty();
  }

  @Test
  void aClusterThatIsNoneOrWouldBeTheSameIsRefused() throws IOException {
    ComposeInstance clinic = clinic();
    Deployment same =
        Deployment.builder("clinic", "4.22.0", folder)
            .dataFolders(folder.resolve("couchdb"))
            .build();
    assertThatThrownBy(() -> Moves.toCluster(clinic, same))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessage(
            "move clinic to the cluster clinic refused: clinic is to have one node: ask for"
                + " Topology.CLUSTERED; both would be the project clinic: choose another name; both"
                + " would be in %s: choose another folder; both would have the same data folder:"
                    .formatted(folder)
                + " choose another; clinic is 4.21.0, not 4.22.0: move first and upgrade then, or"
                + " the other way round. Nothing was changed.");
  }

  @Test
  void toAnotherHostByFilesOrDocuments() throws IOException {
    ComposeInstance clinic = clinic();
    Path there = Path.of("/srv/cht");
    assertThat(
            Moves.toHost(clinic, deployment("clinic", "4.21.0", there, Topology.SINGLE), "me@host")
                .toString())
        .contains("FileBackups.planBackup, to ssh://me@host")
        .contains("planRestore(name, /srv/cht, ...)")
        .doesNotContain("Backup of instance.couchDb()");
    assertThat(
            Moves.toHost(
                    clinic, deployment("clinic", "4.21.0", there, Topology.CLUSTERED), "me@host")
                .toString())
        .contains("Backup of instance.couchDb()")
        .doesNotContain("FileBackups");
    Deployment renamed = deployment("other", "4.21.0", there, Topology.SINGLE);
    assertThatThrownBy(() -> Moves.toHost(clinic, renamed, "-oProxyCommand=x"))
        .hasMessageContaining("'-oProxyCommand=x' is no host")
        .hasMessageContaining("call it clinic there, not other");
  }

  @Test
  void medicOsIsFoundWithItsDataFolder() {
    ObjectNode old =
        engine.container("old", "medic-os", "medicmobile/medic-os:cht-3.9.0-rc.2", Map.of());
    FakeEngine.mount(old, "/home/me/medic-srv", "/srv");
    engine.container("old", "haproxy", "medicmobile/haproxy:rc-1.17", Map.of());
    List<LegacyInstance> found = LegacyInstance.on(engine);
    assertThat(found)
        .containsExactly(
            new LegacyInstance(
                "old",
                "old-medic-os-1",
                "medicmobile/medic-os:cht-3.9.0-rc.2",
                true,
                "/home/me/medic-srv"));
    MoveGuide guide =
        Moves.fromLegacy(
            found.get(0), deployment("cht", "4.21.0", Path.of("/srv/cht"), Topology.SINGLE));
    assertThat(guide.toString())
        .contains("from /home/me/medic-srv/storage/medic-core/couchdb/data to /srv/cht/couchdb")
        .contains("docker stop old-medic-os-1");
  }

  @Test
  void whatCannotComeFrom3IsRefused() {
    LegacyInstance old = new LegacyInstance("old", "old-medic-os-1", "medic-os:x", true, "");
    Deployment target = deployment("old", "5.0.2", Path.of("/srv/cht"), Topology.CLUSTERED);
    assertThatThrownBy(() -> Moves.fromLegacy(old, target))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessage(
            "move old-medic-os-1 (3.x) to old refused: 5.0.2 cannot take the data of 3.x: move to"
                + " 4.5 or later, then upgrade; move to one node first, then to a cluster by"
                + " Moves.toCluster; old-medic-os-1 has no /srv on the host: copy it out by 'docker"
                + " cp', and mount it; the project old is the old one's: choose another name."
                + " Nothing was changed.");
  }
}
