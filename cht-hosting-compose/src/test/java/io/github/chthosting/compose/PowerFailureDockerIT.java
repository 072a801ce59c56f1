package io.github.chthosting.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.compose.PowerReport.Cut;
import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.deployment.InstallOptions;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.testing.OwnEngine;
import io.github.chthosting.compose.testing.TestImages;
import io.github.chthosting.compose.testing.TestProjects;
import io.github.chthosting.compose.testing.TestRelease;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.platform.ServiceStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine of its own is killed with all that it runs, as when a host loses its power. */
class PowerFailureDockerIT {
  private static final int DOCUMENTS = 150;

  private final Path root;

  PowerFailureDockerIT(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void everythingComesBackAndSaysSo() throws Exception {
    try (OwnEngine engine = OwnEngine.start(root.resolve("engine"))) {
      TestImages images = TestImages.on(engine.docker());
      ComposePlatform platform =
          ComposePlatform.builder(engine.docker())
              .releases(TestRelease.source(images))
              .patience(Duration.ofMinutes(4))
              .build();
      int https = TestProjects.freePort();
      ComposeDeployment deployment =
          ComposeDeployment.builder(TestProjects.name(), "5.0.2", root.resolve("cht"))
              .ports(TestProjects.freePort(), https)
              .build();
      apply(platform.planInstall(deployment, InstallOptions.direct().acceptingSmallHost()));
      TestProjects.awaitHealthy(https, "5.0.2", Duration.ofMinutes(4));
      write(observed(platform));
      apply(observed(platform).planRecord());
      assertThat(PowerFailure.of(observed(platform)).report().cut()).isEmpty();
      aPolicyIsMended(engine, platform);

      Instant failure = Instant.now();
      engine.losePower();
      engine.start();
      TestProjects.awaitHealthy(https, "5.0.2", Duration.ofMinutes(4));
      comesBack(platform);
      ComposeInstance back = observed(platform);
      PowerReport report = PowerFailure.of(back).report();
      assertThat(report.isWell()).as(report.toString()).isTrue();
      assertThat(report.cut())
          .hasSize(back.containers().size())
          .allMatch(each -> each.exitCode() == -1 && each.at().isAfter(failure))
          .extracting(Cut::service)
          .contains("api", "couchdb", "sentinel", "nginx");
      assertThat(report.findings())
          .anyMatch(each -> each.toString().startsWith("OK databases: hold what was recorded on"));
      try (CouchDb couch = back.couchDb()) {
        assertThat(couch.database("medic").get("person-149").id()).isEqualTo("person-149");
        assertThat(couch.database("medic").info().documents()).isGreaterThanOrEqualTo(DOCUMENTS);
      }
      anOrderedStopIsNoFailure(platform);
    }
  }

  private static void write(ComposeInstance cht) {
    try (CouchDb couch = cht.couchDb()) {
      for (int i = 0; i < DOCUMENTS; i++) {
        couch.database("medic").put("person-" + i, Map.of("type", "person"));
      }
    }
  }

  private void aPolicyIsMended(OwnEngine engine, ComposePlatform platform) throws IOException {
    String api = observed(platform).containers("api").get(0).status().name();
    engine.docker().run(DockerCommand.of("update", "--restart", "no", api));
    PowerFailure failure = PowerFailure.of(observed(platform));
    assertThat(failure.check())
        .filteredOn(each -> each.severity() == Finding.Severity.ERROR)
        .singleElement()
        .asString()
        .startsWith("ERROR restart policy of api: no: it stays down after a power failure");
    apply(failure.planMend());
    PowerFailure mended = PowerFailure.of(observed(platform));
    assertThat(mended.check()).allMatch(each -> each.severity() == Finding.Severity.OK);
    assertThat(mended.planMend().isEmpty()).isTrue();
  }

  private void comesBack(ComposePlatform platform) throws InterruptedException {
    for (int i = 0; i < 600 && !observed(platform).status().stream().allMatch(this::isUp); i++) {
      Thread.sleep(200);
    }
    assertThat(observed(platform).status()).allMatch(this::isUp);
  }

  private boolean isUp(ServiceStatus service) {
    return service.isUp();
  }

  private void anOrderedStopIsNoFailure(ComposePlatform platform) throws IOException {
    apply(observed(platform).planStop());
    PowerReport stopped = PowerFailure.of(observed(platform)).report();
    assertThat(stopped.cut()).isEmpty();
    assertThat(stopped.isWell()).isFalse();
    assertThat(stopped.findings())
        .anyMatch(each -> each.toString().startsWith("ERROR CouchDB: does not answer"));
    apply(observed(platform).planStart());
    assertThat(PowerFailure.of(observed(platform)).report().cut()).isEmpty();
  }

  private ComposeInstance observed(ComposePlatform platform) {
    return platform.installation(root.resolve("cht")).orElseThrow();
  }

  private void apply(Plan plan) throws IOException {
    try (Journal journal = Journal.in(root.resolve("journal"))) {
      plan.apply(journal).await();
    }
  }
}
