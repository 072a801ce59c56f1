package io.github.chthosting.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.compose.deployment.ComposeDeploymentBuilder;
import io.github.chthosting.compose.deployment.InstallOptions;
import io.github.chthosting.compose.internal.install.MakeFolder;
import io.github.chthosting.compose.internal.install.Setting;
import io.github.chthosting.compose.internal.install.WriteSettings;
import io.github.chthosting.compose.testing.PlanSteps;
import io.github.chthosting.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** An installation again, for another port: its data stays where it is, wherever that is. */
class InstallDataTest extends InstallCase {
  private static final String SETTINGS =
      """
      COUCHDB_PASSWORD=x
      NGINX_HTTP_PORT=18080
      NGINX_HTTPS_PORT=18443
      CHT_NETWORK=cht-net
      """;

  InstallDataTest(@TempDir Path root) {
    super(root);
  }

  private ComposeDeploymentBuilder otherPort() {
    return clinic().network("cht-net").domain("test.example").ports(18080, 18444);
  }

  private void dataIn(Path place) {
    ObjectNode couchdb = engine.get("clinic-couchdb-1");
    couchdb.remove("Mounts");
    FakeEngine.mount(couchdb, place.toString(), "/opt/couchdb/data");
  }

  private Map<String, String> changes(Plan plan) {
    assertThat(plan.notes()).contains("~ setting NGINX_HTTPS_PORT: 18443 -> 18444");
    assertThat(PlanSteps.all(plan, MakeFolder.class))
        .extracting(MakeFolder::path)
        .doesNotContain(folder.resolve("couchdb"));
    return PlanSteps.first(plan, WriteSettings.class).set().stream()
        .collect(Collectors.toMap(Setting::name, Setting::value));
  }

  @Test
  void whereTheReleasePutsIt() throws IOException {
    byHand(SETTINGS);
    Files.delete(folder.resolve("couchdb"));
    dataIn(Files.createDirectories(folder.resolve("compose/srv")));
    Plan plan = plan(otherPort().build(), InstallOptions.direct());
    assertThat(changes(plan)).containsOnlyKeys("NGINX_HTTPS_PORT");
    assertThat(plan.notes())
        .contains("the data stays where it is, in " + folder.resolve("compose/srv"));
  }

  /** The settings say nothing of it, or something else: then they are made to say what is so. */
  @Test
  void onAnotherDisk() throws IOException {
    for (String setting : List.of("", "COUCHDB_DATA=../couchdb\n")) {
      byHand(SETTINGS + setting);
      Files.delete(folder.resolve("couchdb"));
      Path disk = Files.createDirectories(root.resolve("disk/couchdb"));
      dataIn(disk);
      Plan plan = plan(otherPort().build(), InstallOptions.direct());
      assertThat(changes(plan)).containsEntry("COUCHDB_DATA", disk.toString());
    }
  }

  @Test
  void inAVolume() throws IOException {
    byHand(SETTINGS + "COUCHDB_DATA=cht-data\n");
    Files.delete(folder.resolve("couchdb"));
    ObjectNode couchdb = engine.get("clinic-couchdb-1");
    couchdb.remove("Mounts");
    FakeEngine.volume(couchdb, "clinic_cht-data", "/opt/couchdb/data");
    Plan plan = plan(otherPort().build(), InstallOptions.direct());
    assertThat(changes(plan)).containsOnlyKeys("NGINX_HTTPS_PORT");
    assertThat(platform.instance("clinic").orElseThrow().deployment().project())
        .isEqualTo("clinic");
  }

  /** Destroyed without its data: there are its settings, and no containers. */
  @Test
  void whenItIsInstalledOnceMore() throws IOException {
    Path disk = Files.createDirectories(root.resolve("disk/couchdb"));
    byHand(SETTINGS + "COMPOSE_PROJECT_NAME=clinic\nCOUCHDB_DATA=" + disk + "\n");
    Files.delete(folder.resolve("couchdb"));
    engine.clear();
    Plan plan = plan(otherPort().build(), InstallOptions.direct());
    assertThat(changes(plan)).doesNotContainKey("COUCHDB_DATA");
  }

  @Test
  void anotherFolderIsNoSideEffect() throws IOException {
    byHand(SETTINGS);
    Path disk = Files.createDirectories(root.resolve("disk/couchdb"));
    dataIn(disk);
    Path wanted = root.resolve("elsewhere");
    assertThat(refusal(otherPort().dataFolders(wanted).build(), InstallOptions.direct()))
        .singleElement()
        .asString()
        .startsWith("the data of clinic is in " + disk)
        .contains("an installation does not move it to " + wanted);
    assertThat(plan(otherPort().dataFolders(disk).build(), InstallOptions.direct()).isEmpty())
        .isFalse();
  }
}
