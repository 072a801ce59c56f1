package io.github.chthosting.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.PostgresTarget;
import io.github.chthosting.compose.deployment.WatchdogSettings;
import io.github.chthosting.compose.testing.PlanSteps;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The Postgres exporter of a Watchdog. */
class PostgresExporterTest extends WatchdogCase {
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
}
