package io.github.chthosting.compose;

import static io.github.chthosting.compose.TestInstance.PLATFORM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.internal.instance.ExpectedDatabases;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.platform.ServiceStatus;
import io.github.chthosting.platform.ServiceStatus.State;
import io.github.chthosting.platform.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A CHT is not let onto databases that are not its own. */
class GuardDockerIT {
  private final Path root;

  GuardDockerIT(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void aWrongOrEmptyFolderIsNoticedBeforeTheChtWrites() throws IOException, InterruptedException {
    try (TestInstance cht = new TestInstance(root)) {
      cht.install("5.0.2", Topology.SINGLE, StartedBy.DIRECT);
      cht.awaitHealthy("5.0.2");
      Path data = cht.folder.resolve("couchdb");
      Path old = copied(data, cht.folder.resolve("old"));
      try (CouchDb couch = cht.observed().couchDb()) {
        for (int i = 0; i < 150; i++) {
          couch.database("medic").put("person-" + i, Map.of("type", "person"));
        }
      }
      cht.apply(cht.observed().planStop());
      ExpectedDatabases recorded = ExpectedDatabases.read(cht.observed().layout()).orElseThrow();
      assertThat(recorded.documents().get("medic")).isGreaterThanOrEqualTo(150);

      Path elsewhere = Files.move(data, cht.folder.resolve("elsewhere"));
      assertThatThrownBy(() -> cht.apply(cht.observed().planStart()))
          .isInstanceOf(PlanRefusedException.class)
          .hasMessageContaining("there is no data folder " + data);
      giveUp(cht);
      Files.createDirectory(data);
      assertThatThrownBy(() -> cht.apply(cht.observed().planStart()))
          .isInstanceOf(PlanRefusedException.class)
          .hasMessageContaining(data + " holds no databases");
      giveUp(cht);
      assertThat(data).isEmptyDirectory();

      Files.delete(data);
      Files.move(old, data);
      assertThatThrownBy(() -> cht.apply(cht.observed().planStart()))
          .isInstanceOf(VerificationFailedException.class)
          .hasMessageContaining("was not started: its data folders do not hold what was recorded")
          .hasMessageContaining(" documents, and had ");
      assertThat(cht.observed().status())
          .extracting(ServiceStatus::state)
          .containsOnly(State.STOPPED);
      giveUp(cht);

      deleted(data);
      Files.move(elsewhere, data);
      cht.apply(cht.observed().planStart());
      cht.awaitHealthy("5.0.2");
      try (CouchDb couch = cht.observed().couchDb()) {
        assertThat(couch.database("medic").info().documents()).isGreaterThanOrEqualTo(150);
      }
    }
  }

  private static void giveUp(TestInstance cht) {
    try (Journal journal = Journal.in(cht.folder.resolve(".cht-hosting/journal"))) {
      assertThat(PLATFORM.rollBack(journal).await()).isTrue();
    }
  }

  private static Path copied(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Files.copy(each, to.resolve(from.relativize(each)));
      }
    }
    return to;
  }

  private static void deleted(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
