package io.github.chthosting.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.Credentials;
import io.github.chthosting.HostingException;
import io.github.chthosting.Secret;
import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.deployment.LegacyInstance;
import io.github.chthosting.compose.deployment.MoveOptions;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.compose.internal.move.CopyData;
import io.github.chthosting.compose.internal.move.StopLegacy;
import io.github.chthosting.compose.internal.move.TopologyPlanner;
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
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Moves: what is found, what is planned, and what is refused. */
class MovesTest {
  private final FakeEngine engine = new FakeEngine();
  private final ComposePlatform platform = ComposePlatform.builder(engine).build();
  private final Path folder;

  MovesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private ComposeInstance clinic(String... couchdb) throws IOException {
    Path compose = Files.createDirectories(folder.resolve("compose"));
    Path file = compose.resolve("cht-core.yml");
    Files.writeString(file, "services:\n  api: {image: \"x/cht-api:4.21.0\"}\n");
    Files.writeString(compose.resolve(".env"), "COUCHDB_PASSWORD=x\n");
    container("api", "api", compose);
    for (String service : couchdb) {
      Files.createDirectories(folder.resolve(service));
      Files.writeString(folder.resolve(service).resolve("_dbs.couch"), "maps");
      FakeEngine.mount(
          container(service, "couchdb", compose),
          folder.resolve(service).toString(),
          "/opt/couchdb/data");
    }
    return platform.instance("clinic").orElseThrow();
  }

  private ObjectNode container(String service, String image, Path compose) {
    return engine.container(
        "clinic",
        service,
        "x/cht-" + image + ":4.21.0",
        Map.of(
            "project.working_dir",
            compose.toString(),
            "project.config_files",
            compose.resolve("cht-core.yml").toString()));
  }

  /** The containers of the fake engine have no address, so that CouchDB cannot be asked. */
  @Test
  void whatCannotBeSpreadOrGatheredIsRefusedWithEveryReason() throws IOException {
    ComposeInstance one = clinic("couchdb");
    assertThatThrownBy(() -> one.planToCluster(MoveOptions.defaults()))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessage(
            "spread clinic over three CouchDB nodes refused: CouchDB of clinic does not run; no"
                + " compose file of clinic is called cht-couchdb.yml, which is the one to exchange:"
                + " give it that name. Nothing was changed.");
    assertThatThrownBy(() -> one.planToSingle(MoveOptions.defaults()))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("gather clinic on one CouchDB node refused: clinic is SINGLE already")
        .hasMessageContaining("is called cht-couchdb-clustered.yml");
    ComposeInstance three = clinic("couchdb-1.local", "couchdb-2.local", "couchdb-3.local");
    assertThatThrownBy(() -> three.planToCluster(MoveOptions.defaults()))
        .hasMessageContaining("clinic is CLUSTERED already");
    assertThat(engine.commands())
        .allMatch(each -> each.matches("(info|context inspect|images) .*"));
  }

  @Test
  void dataThatCannotBeKeptIsRefused() throws IOException {
    ComposeInstance mounted = clinic("couchdb");
    Files.delete(folder.resolve("couchdb/_dbs.couch"));
    assertThatThrownBy(() -> mounted.planToCluster(MoveOptions.defaults()))
        .hasMessageContaining(folder.resolve("couchdb") + " has no maps, or may not be read");
    ((ArrayNode) engine.get("clinic-couchdb-1").get("Mounts")).removeAll();
    FakeEngine.volume(engine.get("clinic-couchdb-1"), "documents", "/opt/couchdb/data");
    ComposeInstance named = platform.instance("clinic").orElseThrow();
    assertThatThrownBy(() -> named.planToCluster(MoveOptions.defaults()))
        .hasMessageContaining("the data is in the volume documents, not in a folder");
  }

  /** Such a CouchDB would not be stopped, and would run beside the new one on the same folder. */
  @Test
  void aCouchDbOfAnotherNameAndFilesOfOtherPlacesAreRefused() throws IOException {
    clinic("db");
    Path other = Files.createDirectories(folder.resolve("other")).resolve("cht-couchdb.yml");
    Files.writeString(other, "services:\n  db: {image: \"x/cht-couchdb:4.21.0\"}\n");
    String files = folder.resolve("compose/cht-core.yml") + "," + other;
    for (String name : List.of("clinic-api-1", "clinic-db-1")) {
      engine
          .get(name)
          .withObject("/Config/Labels")
          .put("com.docker.compose.project.config_files", files);
    }
    ComposeInstance clinic = platform.instance("clinic").orElseThrow();
    assertThatThrownBy(() -> clinic.planToCluster(MoveOptions.defaults()))
        .hasMessageContaining(
            "the service db is a CouchDB, but does not have the name that it has in the release")
        .hasMessageContaining(other + " is not in " + folder.resolve("compose") + ": move it");
  }

  @Test
  void onAnotherHostNothingIsMoved() throws IOException {
    ComposeInstance clinic = clinic("couchdb");
    ComposePlatform far = ComposePlatform.builder(FakeEngine.elsewhere()).build();
    assertThatThrownBy(
            () ->
                TopologyPlanner.toCluster(far.engine(), clinic.observed(), MoveOptions.defaults()))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("the engine runs on far");
    assertThatThrownBy(() -> HostMove.start(far, clinic))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("the engine runs on far");
  }

  @Test
  void onlyWhatWasRestoredStartsOnItsNewHost() throws IOException {
    ComposeInstance clinic = clinic("couchdb");
    assertThatThrownBy(() -> HostMove.start(platform, clinic))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessage(
            "clinic starts on its new host refused: clinic has containers already: planStart()"
                + " starts those; nothing was restored in %s. Nothing was changed."
                    .formatted(folder));
  }

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
