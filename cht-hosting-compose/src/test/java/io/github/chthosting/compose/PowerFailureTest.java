package io.github.chthosting.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.compose.PowerReport.Cut;
import io.github.chthosting.compose.internal.run.SetRestartPolicy;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlannedStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Findings about restart policies, and about containers that ended. */
class PowerFailureTest {
  private final FakeEngine engine = new FakeEngine();
  private final Path folder;
  private ObjectNode api;

  PowerFailureTest(@TempDir Path folder) {
    this.folder = folder;
    this.api = engine.container("cht", "none", "x", Map.of());
  }

  @BeforeEach
  void clinic() throws IOException {
    Path compose = Files.createDirectories(folder.resolve("compose"));
    Path file = compose.resolve("cht-core.yml");
    Files.writeString(
        file,
        """
        services:
          api: {image: "x/cht-api:5.0.2"}
          couchdb: {image: "x/cht-couchdb:5.0.2"}
        """);
    Files.writeString(compose.resolve(".env"), "COUCHDB_PASSWORD=x\n");
    Map<String, String> labels =
        Map.of("project.working_dir", compose.toString(), "project.config_files", file.toString());
    api = engine.container("clinic", "api", "x/cht-api:5.0.2", labels);
    engine.container("clinic", "couchdb", "x/cht-couchdb:5.0.2", labels);
    engine.answering("info", "elsewhere");
  }

  private PowerFailure clinicNow() {
    return PowerFailure.of(
        ComposePlatform.builder(engine).build().instance("clinic").orElseThrow());
  }

  @Test
  void policiesThatDoNotComeBackAreNamedAndMended() {
    assertThat(clinicNow().planMend().isEmpty()).isTrue();
    api.withObject("/HostConfig/RestartPolicy").put("Name", "on-failure");
    assertThat(clinicNow().check())
        .extracting(Object::toString)
        .containsExactly(
            "ERROR restart policy of api: on-failure: it stays down after a power failure; apply"
                + " planMend(), and correct it in its compose file (power.restart-policy)",
            "OK restart policy of couchdb: always (power.restart-policy)");
    Plan plan = clinicNow().planMend();
    assertThat(plan.notes())
        .containsExactly(
            "~ api: restart on-failure -> unless-stopped, until it is recreated: correct its compose file too");
    assertThat(plan.steps())
        .singleElement()
        .extracting(PlannedStep::step)
        .isInstanceOfSatisfying(
            SetRestartPolicy.class,
            step -> {
              assertThat(step.container()).isEqualTo("clinic-api-1");
              assertThat(step.from()).isEqualTo("on-failure");
              assertThat(step.to()).isEqualTo("unless-stopped");
            });
  }

  @Test
  void whatEndedWithoutAnOrderIsReported() throws IOException {
    api.withObject("/State").put("Status", "exited").put("ExitCode", 137);
    engine.answering(
        "inspect --type container --format {{.Name}}",
        "/clinic-api-1 2026-11-22T11:00:00.5Z",
        "/clinic-couchdb-1 0001-01-01T00:00:00Z");
    PowerReport report = clinicNow().report();
    assertThat(report.cut())
        .containsExactly(
            new Cut("api", "clinic-api-1", Instant.parse("2026-11-22T11:00:00.5Z"), 137));
    assertThat(report.isWell()).isFalse();
    assertThat(report.toString())
        .contains("api ended at 2026-11-22T11:00:00.500Z with exit code 137")
        .contains("ERROR service api: STOPPED; check its logs, then start it (power.service)")
        .contains("OK service couchdb: up");

    Path own = Files.createDirectories(folder.resolve(".cht-hosting"));
    Files.writeString(
        own.resolve("stop.json"),
        "{\"begun\":\"2026-11-22T10:59:59Z\",\"ended\":\"2026-11-22T11:00:01Z\"}");
    assertThat(clinicNow().report().cut()).isEmpty();
    Files.writeString(
        own.resolve("stop.json"),
        "{\"begun\":\"2026-11-22T09:59:59Z\",\"ended\":\"2026-11-22T10:00:01Z\"}");
    assertThat(clinicNow().report().cut()).hasSize(1);
    assertThat(List.of(clinicNow().report().cut().get(0).service())).containsExactly("api");
  }
}
