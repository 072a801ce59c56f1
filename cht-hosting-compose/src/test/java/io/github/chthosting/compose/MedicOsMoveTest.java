package io.github.chthosting.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.Credentials;
import io.github.chthosting.HostingException;
import io.github.chthosting.Secret;
import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.deployment.LegacyInstance;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.compose.internal.move.CopyData;
import io.github.chthosting.compose.internal.move.StopLegacy;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.PlannedStep;
import io.github.chthosting.platform.Topology;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Moves from 3.x: what is found, what is copied, and what is refused. */
class MedicOsMoveTest extends MovesCase {
  private LegacyInstance old() {
    ObjectNode old =
        engine.container("old", "medic-os", "medicmobile/medic-os:cht-3.9.0-rc.2", Map.of());
    FakeEngine.mount(old, folder.resolve("medic-srv").toString(), "/srv");
    engine.container("old", "haproxy", "medicmobile/haproxy:rc-1.17", Map.of());
    List<LegacyInstance> found = LegacyInstance.on(engine);
    assertThat(found)
        .containsExactly(
            new LegacyInstance(
                "old",
                "old-medic-os-1",
                "medicmobile/medic-os:cht-3.9.0-rc.2",
                true,
                folder.resolve("medic-srv").toString()));
    return found.get(0);
  }

  private ComposeDeployment target() {
    return ComposeDeployment.builder("cht", "4.21.0", folder.resolve("cht")).build();
  }

  @Test
  void medicOsIsFoundStoppedAndItsDataCopied() throws IOException {
    LegacyInstance old = old();
    Path data = Path.of(old.storage()).resolve("storage/medic-core/couchdb/data");
    Path shard = data.resolve("shards/00000000-ffffffff/medic.1.couch");
    Files.createDirectories(shard.resolveSibling("."));
    Files.writeString(shard, "documents");
    Files.writeString(data.resolve("_dbs.couch"), "maps");
    engine.answering("inspect --format {{.HostConfig.RestartPolicy.Name}}", "always");
    engine.answering("inspect --format {{.State.Running}}", "false 2026-11-20T12:00:00Z");
    Plan plan = LegacyMove.plan(platform, old, target());
    assertThat(plan.steps())
        .extracting(PlannedStep::step)
        .containsExactly(
            new StopLegacy("old-medic-os-1", "always", true),
            new CopyData("old-medic-os-1", data, folder.resolve("cht/couchdb")));
    assertThat(plan.cost().bytes()).isEqualTo(13);
    try (Journal journal = Journal.in(folder.resolve("journal"))) {
      plan.apply(journal).await();
    }
    assertThat(engine.commands())
        .contains("update --restart no old-medic-os-1", "stop --time 120 old-medic-os-1");
    assertThat(folder.resolve("cht/couchdb/shards/00000000-ffffffff/medic.1.couch"))
        .hasContent("documents");
    assertThat(folder.resolve("cht/couchdb/_dbs.couch")).hasContent("maps");
    assertThat(shard).hasContent("documents");
    assertThatThrownBy(() -> LegacyMove.plan(platform, old, target()))
        .hasMessageContaining("cht/couchdb is not empty: choose another folder");
  }

  @Test
  void whatCannotComeFrom3IsRefused() {
    LegacyInstance old = new LegacyInstance("old", "old-medic-os-1", "medic-os:x", true, "");
    ComposeDeployment target =
        ComposeDeployment.builder("old", "5.0.2", Path.of("/srv/cht"))
            .topology(Topology.CLUSTERED)
            .build();
    assertThatThrownBy(() -> LegacyMove.plan(platform, old, target))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessage(
            "move old-medic-os-1 (3.x) to old refused: 5.0.2 cannot take the data of 3.x: move to"
                + " 4.5 or later, then upgrade; move to one node first, then to a cluster by"
                + " planToCluster; old-medic-os-1 has no /srv on the host: copy it out by"
                + " 'docker cp', and mount it; the project old is the old one's: choose another"
                + " name. Nothing was changed.");
  }

  @Test
  void whatCouchDbMustKeepIsCarriedOver() throws IOException {
    try (EmbeddedCouchDb server =
            EmbeddedCouchDb.builder()
                .admin("medic", "a 'b")
                .config("chttpd_auth", "secret", "the-secret")
                .config("couchdb", "uuid", "6c3d")
                .start();
        CouchDb couch =
            CouchDb.builder(server.uri()).credentials(Credentials.basic("medic", "a 'b")).build()) {
      LegacyMove.carryIdentity(couch, "medic", Secret.of("a 'b"), target(), StartedBy.DIRECT);
      Path file = folder.resolve("cht/compose/.env");
      assertThat(EnvFile.read(file).values())
          .containsEntry("COUCHDB_USER", "medic")
          .containsEntry("COUCHDB_PASSWORD", "a 'b")
          .containsEntry("COUCHDB_SECRET", "the-secret")
          .containsEntry("COUCHDB_UUID", "6c3d")
          .containsEntry("COMPOSE_PROJECT_NAME", "cht")
          .containsEntry("COUCHDB_DATA", folder.resolve("cht/couchdb").toString());
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThatThrownBy(
              () ->
                  LegacyMove.carryIdentity(
                      couch, "medic", Secret.of("other"), target(), StartedBy.DIRECT))
          .isInstanceOf(HostingException.class)
          .hasMessageContaining("is there already; nothing was changed");
    }
  }
}
