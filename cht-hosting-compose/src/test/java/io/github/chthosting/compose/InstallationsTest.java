package io.github.chthosting.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.platform.ServiceStatus;
import io.github.chthosting.platform.ServiceStatus.State;
import io.github.chthosting.platform.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Installations are known by their containers, and by their folders. */
class InstallationsTest {
  private static final String CORE =
      """
      services:
        haproxy: {image: "r.example/cht-haproxy:5.0.2"}
        api:
          image: r.example/cht-api:5.0.2
          environment: ["PW=${COUCHDB_PASSWORD:?must be set}"]
      """;
  private static final String COUCHDB =
      """
      services:
        couchdb: {image: "r.example/cht-couchdb:5.0.2"}
        nouveau: {image: "r.example/cht-couchdb-nouveau:5.0.2"}
      """;

  private final FakeEngine engine = new FakeEngine();
  private final ComposePlatform platform = ComposePlatform.builder(engine).build();
  private final Path folder;

  InstallationsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    return Files.writeString(file, text);
  }

  private void composeFiles() throws IOException {
    write("compose/cht-core.yml", CORE);
    write("compose/cht-couchdb.yml", COUCHDB);
  }

  private void services(String project, Map<String, String> labels) {
    for (String name : List.of("haproxy", "api", "couchdb")) {
      ObjectNode node = engine.container(project, name, "r.example/cht-" + name + ":5.0.2", labels);
      if (name.equals("couchdb")) {
        FakeEngine.mount(node, folder.resolve("couchdb").toString(), "/opt/couchdb/data");
      }
    }
  }

  @Test
  void theGuidesOwnIsKnownByItsUpgradeService() throws IOException {
    composeFiles();
    write("upgrade-service/.env", "COUCHDB_PASSWORD=x\nCHT_COMPOSE_PROJECT_NAME=clinic\n");
    services(
        "clinic",
        Map.of(
            "project.working_dir",
            "/docker-compose",
            "project.config_files",
            "/docker-compose/cht-core.yml"));
    ObjectNode upgrade =
        engine.container(
            "upgrade-service",
            "cht-upgrade-service",
            "public.example/cht-upgrade-service:latest",
            Map.of(
                "project.working_dir",
                folder.resolve("upgrade-service").toString(),
                "project.config_files",
                folder.resolve("upgrade-service/docker-compose.yml").toString()));
    FakeEngine.mount(upgrade, folder.resolve("compose").toString(), "/docker-compose");
    FakeEngine.variable(upgrade, "COUCHDB_PASSWORD=never-kept");
    FakeEngine.variable(upgrade, "CHT_COMPOSE_PROJECT_NAME=clinic");

    ComposeInstance found = platform.instance("clinic").orElseThrow();
    assertThat(found.layout())
        .isEqualTo(
            new Layout(
                "clinic",
                StartedBy.STANDARD,
                folder,
                folder.resolve("upgrade-service/.env"),
                List.of(
                    folder.resolve("compose/cht-core.yml"),
                    folder.resolve("compose/cht-couchdb.yml")),
                "upgrade-service",
                folder.resolve("upgrade-service/docker-compose.yml")));
    assertThat(found.version()).contains(ChtVersion.of("5.0.2"));
    assertThat(found.topology()).isEqualTo(Topology.SINGLE);
    assertThat(found.upgradeService().orElseThrow().toString()).doesNotContain("never-kept");
    assertThat(found.status())
        .extracting(ServiceStatus::service, ServiceStatus::state)
        .containsExactly(
            tuple("nouveau", State.MISSING),
            tuple("couchdb", State.UP),
            tuple("haproxy", State.UP),
            tuple("api", State.UP),
            tuple("cht-upgrade-service", State.UP));
    assertThat(found.isUp()).isFalse();
    assertThat(platform.installation(folder).orElseThrow().layout()).isEqualTo(found.layout());
    assertThat(engine.commands()).isEmpty();
  }

  @Test
  void oneStartedByHandIsKnownByItsLabels() throws IOException {
    composeFiles();
    Path environment = write("clinic.env", "COUCHDB_PASSWORD=x\n");
    services(
        "byhand",
        Map.of(
            "project.working_dir",
            folder.resolve("compose").toString(),
            "project.environment_file",
            environment.toString(),
            "project.config_files",
            folder.resolve("compose/cht-core.yml")
                + ","
                + folder.resolve("compose/cht-couchdb.yml")));
    ComposeInstance found = platform.instance("byhand").orElseThrow();
    assertThat(found.layout().mode()).isEqualTo(StartedBy.DIRECT);
    assertThat(found.layout().folder()).isEqualTo(folder);
    assertThat(found.layout().environment()).isEqualTo(environment);
    DockerCommand up = found.observed().compose("up", "--detach");
    assertThat(up.arguments())
        .containsExactly(
            "compose",
            "--project-name",
            "byhand",
            "--env-file",
            environment.toString(),
            "--file",
            folder.resolve("compose/cht-core.yml").toString(),
            "--file",
            folder.resolve("compose/cht-couchdb.yml").toString(),
            "up",
            "--detach");
  }

  @Test
  void withoutItsUpgradeServiceTheDataTellsWhereItWas() throws IOException {
    composeFiles();
    write("upgrade-service/docker-compose.yml", "services: {}\n");
    write("upgrade-service/.env", "CHT_COMPOSE_PROJECT_NAME=lost\nCOMPOSE_PROJECT_NAME=lost-up\n");
    services("lost", Map.of("project.working_dir", "/docker-compose"));
    Layout layout = platform.instance("lost").orElseThrow().layout();
    assertThat(layout.folder()).isEqualTo(folder);
    assertThat(layout.mode()).isEqualTo(StartedBy.STANDARD);
    assertThat(layout.upgradeProject()).isEqualTo("lost-up");
  }

  @Test
  void withoutContainersTheFolderTells() throws IOException {
    composeFiles();
    assertThat(platform.installation(folder)).isEmpty();
    write("compose/.env", "COMPOSE_PROJECT_NAME=cold\n");
    ComposeInstance cold = platform.installation(folder).orElseThrow();
    assertThat(cold.name()).isEqualTo("cold");
    assertThat(cold.layout().mode()).isEqualTo(StartedBy.DIRECT);
    assertThat(cold.version()).contains(ChtVersion.of("5.0.2"));
    assertThat(cold.status()).allMatch(each -> each.state() == State.MISSING).hasSize(4);
    // The guide for app developers: everything beside compose/.
    write("upgrade-service.yml", "services: {}\n");
    write(".env", "CHT_COMPOSE_PROJECT_NAME=flat\n");
    Layout flat = platform.installation(folder).orElseThrow().layout();
    assertThat(flat.project()).isEqualTo("flat");
    assertThat(flat.environment()).isEqualTo(folder.resolve(".env"));
    assertThat(flat.upgradeProject()).isEqualTo(String.valueOf(folder.getFileName()));
  }

  @Test
  void otherPeoplesProjectsAreNone() {
    engine.container("shop", "web", "shop/web:1", Map.of());
    assertThat(platform.instances()).isEmpty();
    assertThat(platform.instance("shop")).isEmpty();
  }
}
