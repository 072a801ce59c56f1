package io.github.chthosting.couchdb.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.Credentials;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.http.Json;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobStandbyTest {
  private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

  @TempDir private Path folder;

  @Test
  void followingDoesNotGoOnWithASwitchThatWasCut() {
    try (CouchDb couch = CouchDb.builder(NOWHERE).attempts(1).build();
        Journal journal = Journal.in(folder)) {
      Plan cut = StandbyPlanner.switchOver(List.of("a"), List.of("a"));
      assertThatThrownBy(
              () ->
                  cut.carriedOutBy(new StandbyBuilder(Replicator.of(couch), couch, couch).steps())
                      .apply(journal)
                      .await())
          .isNotNull();
      Standby standby =
          Standby.builder(Replicator.of(couch), couch, couch)
              .primaryAt(NOWHERE, Credentials.anonymous())
              .standbyAt(NOWHERE, Credentials.anonymous())
              .build();
      assertThatThrownBy(() -> standby.follow(journal, Duration.ofMillis(1), report -> {}).await())
          .isExactlyInstanceOf(PlanRefusedException.class)
          .hasMessageContaining("'switch to the standby': resume or roll back that one first");
    }
  }

  @Test
  void aCancelledJobThatTheSchedulerStillListsKeepsNothing() {
    JobParts parts = new JobParts("standby-medic");
    parts.job(Json.mapper().createObjectNode().put("pid", "<0.1.0>"));
    for (boolean hasDocument : new boolean[] {true, false}) {
      ReplicatorStatus status =
          new ReplicatorStatus(Instant.EPOCH, "_replicator", List.of(parts.status(hasDocument)));
      StandbyReport report =
          JobStandby.report(
              Set.of("medic"), new ReplicationWatch.Reading(status, Map.of(), List.of()));
      assertThat(report.unkept()).isEqualTo(hasDocument ? List.of() : List.of("medic"));
    }
  }
}
