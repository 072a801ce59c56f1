package io.github.chthosting.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.PostgresTarget;
import io.github.chthosting.compose.deployment.WatchdogSettings;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.compose.internal.watchdog.StartWatchdog;
import io.github.chthosting.compose.testing.PlanSteps;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The files and services of a Watchdog. */
class WatchdogTest {
  private static final URI ONE = URI.create("https://one.example.org");
  private static final URI TWO = URI.create("https://two.example.org");

  private final FakeEngine engine = new FakeEngine();
  private final ComposePlatform platform = ComposePlatform.builder(engine).build();
  private final Path folder;

  WatchdogTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Watchdog unpacked() throws IOException {
    for (String name :
        List.of(
            "docker-compose.yml",
            "grafana/grafana.example.ini",
            "grafana/provisioning/alerting/cht.yml",
            "prometheus/config/prometheus.yml",
            "exporters/json/config/cht.yml",
            "exporters/json/config/scrape_config.yml")) {
      Files.createDirectories(folder.resolve(name).resolveSibling("."));
      Files.writeString(folder.resolve(name), "# " + name + "\n");
    }
    engine.answering("info", Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
    return Watchdog.in(platform, folder);
  }

  private void apply(Plan plan) throws IOException {
    try (Journal journal = Journal.in(folder.resolve("journal"))) {
      plan.apply(journal).await();
    }
  }

  @Test
  void aNewOneIsConfiguredAndStarted() throws IOException {
    Watchdog watchdog = unpacked();
    Plan plan = watchdog.plan(WatchdogSettings.of(ONE, TWO));
    assertThat(plan.steps())
        .extracting(PlanSteps::name)
        .containsExactly(
            "make-folder",
            "make-folder",
            "write-file",
            "write-file",
            "set-watchdog",
            "start-watchdog");
    assertThat(plan.notes())
        .contains(
            "+ watches https://one.example.org",
            "+ PROMETHEUS_RETENTION_TIME=60d",
            "+ GRAFANA_ADMIN_PASSWORD, made when this is carried out");
    apply(plan);
    assertThat(folder.resolve("cht-instances.yml"))
        .hasContent(
            "- targets:\n    - \"https://one.example.org\"\n    - \"https://two.example.org\"\n");
    assertThat(folder.resolve("grafana/grafana.ini")).hasContent("# grafana/grafana.example.ini");
    Path env = folder.resolve(".env");
    EnvFile settings = EnvFile.read(env);
    String password = settings.get("GRAFANA_ADMIN_PASSWORD").orElseThrow();
    assertThat(password).matches("([a-z-]+-){6}[a-z-]+");
    assertThat(settings.get("GRAFANA_DATA")).contains(folder.resolve("grafana/data").toString());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(env)))
        .isEqualTo("rw-------");
    assertThat(plan.toString()).doesNotContain(password);
    try (var journal = Files.walk(folder.resolve("journal"))) {
      assertThat(journal.filter(Files::isRegularFile).toList())
          .isNotEmpty()
          .allSatisfy(each -> assertThat(each).content().doesNotContain(password));
    }
    String compose =
        "compose --project-name cht-watchdog --env-file %s --file %s up --detach "
            .formatted(env, folder.resolve("docker-compose.yml"));
    assertThat(engine.commands())
        .contains(
            compose + "--remove-orphans", compose + "--force-recreate --no-deps grafana prometheus")
        .noneMatch(command -> command.contains(password));
  }

  private void runs() {
    for (String service : List.of("prometheus", "grafana", "json-exporter")) {
      engine.container("cht-watchdog", service, "x/" + service + ":1", Map.of());
    }
  }

  @Test
  void theListIsChangedAndTheRestKept() throws IOException {
    Watchdog watchdog = unpacked();
    Files.writeString(
        folder.resolve(".env"), "# mine\nGRAFANA_ADMIN_PASSWORD='my own'\nLOG_MAX_FILES=3\n");
    apply(watchdog.plan(WatchdogSettings.of(ONE)));
    runs();
    assertThat(watchdog.plan(WatchdogSettings.of(ONE)).isEmpty()).isTrue();
    assertThat(watchdog.instances()).containsExactly(ONE);
    Plan other = watchdog.plan(WatchdogSettings.of(ONE).watching(List.of(TWO)));
    assertThat(other.notes())
        .containsExactly(
            "+ watches https://two.example.org",
            "- watches https://one.example.org; its measurements stay");
    assertThat(other.steps())
        .extracting(PlanSteps::name)
        .containsExactly("write-file", "start-watchdog");
    assertThat(PlanSteps.first(other, StartWatchdog.class).renew()).containsExactly("prometheus");
    Plan longer = watchdog.plan(new WatchdogSettings(List.of(ONE), 365, "10GB", "127.0.0.1", 3000));
    assertThat(longer.notes())
        .containsExactly(
            "~ PROMETHEUS_RETENTION_TIME: 60d -> 365d", "~ PROMETHEUS_RETENTION_SIZE: 0 -> 10GB");
    assertThat(Files.readString(folder.resolve(".env")))
        .startsWith("# mine\nGRAFANA_ADMIN_PASSWORD='my own'\nLOG_MAX_FILES=3\n");
  }

  private PostgresTarget postgres(String name) throws IOException {
    Path file = folder.resolve(name + ".pass");
    if (!Files.exists(file)) {
      Files.writeString(file, "p@ss/word 1\n");
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return PostgresTarget.of(name, "db.example.org", "cht", "reader", file);
  }

  private void postgresFiles() throws IOException {
    Path place = Files.createDirectories(folder.resolve("exporters/postgres"));
    Files.writeString(place.resolve("compose.yml"), "services: {}\n");
    Files.writeString(place.resolve("scrape.yml"), "scrape_configs: []\n");
    Files.writeString(
        place.resolve("sql_servers_example.yml"),
        """
        global: {min_interval: 60s}
        collector_files: ["/etc/sql_exporter/cht_sync_collector.yml"]
        jobs:
          - job_name: db_targets
            static_configs: [{targets: {"db1": 'postgres://postgres:password@x:5432/data'}}]
        """);
  }

  @Test
  void thePostgresExporterIsConfiguredAndStarted() throws IOException {
    Watchdog watchdog = unpacked();
    WatchdogSettings wanted = WatchdogSettings.of(ONE).measuring(postgres("prod"));
    assertThatThrownBy(() -> watchdog.plan(wanted))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("there is no " + folder.resolve("exporters/postgres/compose.yml"));
    postgresFiles();
    Plan plan = watchdog.plan(wanted);
    assertThat(plan.notes()).contains("+ measures Postgres prod: db.example.org:5432/cht");
    apply(plan);
    Path servers = folder.resolve("exporters/postgres/sql_servers.yml");
    JsonNode text = new YAMLMapper().readTree(servers.toFile());
    assertThat(text.at("/global/min_interval").asString("")).isEqualTo("60s");
    assertThat(text.at("/jobs").size()).isEqualTo(1);
    assertThat(text.at("/jobs/0/static_configs/0/targets").toString())
        .isEqualTo(
            "{\"prod\":\"postgres://reader:p%40ss%2Fword%201@db.example.org:5432/cht?sslmode=require\"}");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("exporters"))))
        .isEqualTo("rwx------");
    assertThat(plan.toString()).doesNotContain("p@ss").doesNotContain("p%40ss");
    try (var journal = Files.walk(folder.resolve("journal"))) {
      assertThat(journal.filter(Files::isRegularFile).toList())
          .isNotEmpty()
          .allSatisfy(
              each -> assertThat(each).content().doesNotContain("p@ss").doesNotContain("p%40ss"));
    }
    assertThat(engine.commands())
        .anyMatch(
            each ->
                each.contains("--file " + folder.resolve("exporters/postgres/compose.yml"))
                    && each.endsWith("--no-deps grafana prometheus sql_exporter"));
    runs();
    assertThat(watchdog.plan(WatchdogSettings.of(ONE)).isEmpty()).isTrue();
    assertThat(watchdog.plan(wanted).steps())
        .extracting(PlanSteps::name)
        .containsExactly("start-watchdog");
    engine.container("cht-watchdog", "sql_exporter", "x/sql_exporter:1", Map.of());
    assertThat(watchdog.plan(wanted).isEmpty()).isTrue();
  }

  @Test
  void aChangedPasswordOrDatabaseIsSeen() throws IOException {
    Watchdog watchdog = unpacked();
    postgresFiles();
    WatchdogSettings wanted = WatchdogSettings.of(ONE).measuring(postgres("prod"), postgres("old"));
    apply(watchdog.plan(wanted));
    runs();
    engine.container("cht-watchdog", "sql_exporter", "x/sql_exporter:1", Map.of());
    Files.writeString(folder.resolve("prod.pass"), "another\n");
    Plan plan = watchdog.plan(WatchdogSettings.of(ONE).measuring(postgres("prod")));
    assertThat(plan.notes())
        .containsExactly(
            "~ measures Postgres prod: db.example.org:5432/cht", "- measures Postgres old");
    Files.setPosixFilePermissions(
        folder.resolve("prod.pass"), PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> watchdog.plan(wanted))
        .isInstanceOf(HostingException.class)
        .hasMessageContaining("prod.pass may be read by others: chmod 600; nothing was changed");
    assertThatThrownBy(
            () ->
                new PostgresTarget(
                    "a b", "-x", 0, "", " ", folder, PostgresTarget.Filler.COUCH2PG, "maybe"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Postgres a b: 'a b' is not a name; '' is not a database; '-x' is not a host name; 0 is not a port;"
                + " there is no user; 'maybe' is not an sslmode");
  }

  @Test
  void theExamplesPasswordIsReplaced() throws IOException {
    Watchdog watchdog = unpacked();
    Files.writeString(folder.resolve(".env"), "GRAFANA_ADMIN_PASSWORD=password\n");
    apply(watchdog.plan(WatchdogSettings.of(ONE)));
    assertThat(EnvFile.read(folder.resolve(".env")).get("GRAFANA_ADMIN_PASSWORD").orElseThrow())
        .isNotEqualTo("password");
  }

  @Test
  void withoutAReleaseOrElsewhereItIsRefused() {
    engine.answering("info", "elsewhere");
    assertThatThrownBy(() -> Watchdog.in(platform, folder).plan(WatchdogSettings.of(ONE)))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("there is no " + folder.resolve("docker-compose.yml"))
        .hasMessageContaining("unpack a release of medic/cht-watchdog there")
        .hasMessageContaining("its engine is on another host");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatCannotBeWatchedIsRefusedAtOnce() {
    assertThatThrownBy(
            () ->
                new WatchdogSettings(
                    List.of(
                        URI.create("https://me:secret@one.example.org"),
                        URI.create("ftp://x.example.org"),
                        URI.create("https://y.example.org/medic")),
                    0,
                    "much",
                    "here!",
                    0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "one.example.org: its URL must hold no user or password; 'ftp://x.example.org' is not a URL such as https://cht.example.org; 'https://y.example.org/medic' is not a URL such as https://cht.example.org; measurements are kept for a day at least;"
                + " 'much' is not a size such as 10GB; 'here!' is not an address; 0 is not a port");
    assertThatThrownBy(() -> WatchdogSettings.of(ONE, ONE))
        .hasMessageContaining("an instance is named twice");
  }
}
