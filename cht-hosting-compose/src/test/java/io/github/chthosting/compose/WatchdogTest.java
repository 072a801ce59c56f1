package io.github.chthosting.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.compose.deployment.WatchdogSettings;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.compose.internal.watchdog.StartWatchdog;
import io.github.chthosting.compose.testing.PlanSteps;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The files and services of a Watchdog. */
class WatchdogTest extends WatchdogCase {
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
