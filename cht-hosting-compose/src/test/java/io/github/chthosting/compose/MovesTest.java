package io.github.chthosting.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.compose.deployment.MoveOptions;
import io.github.chthosting.compose.internal.move.TopologyPlanner;
import io.github.chthosting.plan.PlanRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Changes of the topology and moves to another host: what is planned, and what is refused. */
class MovesTest extends MovesCase {
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
}
