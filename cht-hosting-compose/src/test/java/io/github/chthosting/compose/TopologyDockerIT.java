package io.github.chthosting.compose;

import static io.github.chthosting.compose.TestInstance.PLATFORM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.internal.move.ChangeTopology;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.migration.InstanceIdentity;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;
import io.github.chthosting.platform.ServiceStatus;
import io.github.chthosting.platform.Topology;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Changes from one CouchDB node to three and back, on a real engine; nothing is lost on the way.
 */
class TopologyDockerIT extends TopologyCase {
  TopologyDockerIT(@TempDir Path folder) {
    super(folder);
  }

  @Test
  void toAClusterAndBack() throws IOException, InterruptedException {
    try (TestInstance cht = new TestInstance(folder)) {
      cht.install(VERSION, Topology.SINGLE, StartedBy.STANDARD);
      cht.awaitHealthy(VERSION);
      cht.write(0, 30);
      InstanceIdentity identity = identity(cht);
      Map<String, Long> alone = copies(cht);
      assertThat(alone.keySet()).containsExactly("couchdb@127.0.0.1");
      Map<String, String> settings = cht.observed().environment().values();

      cht.apply(cht.observed().planToCluster(OPTIONS));
      cht.awaitHealthy(VERSION);
      assertCluster(cht, alone);
      assertThat(identity(cht)).isEqualTo(identity);
      cht.assertWritten(30);
      assertNothingToInstall(cht, StartedBy.STANDARD);
      assertThatThrownBy(() -> cht.observed().planToCluster(OPTIONS))
          .isInstanceOf(PlanRefusedException.class)
          .hasMessageContaining(cht.project + " is CLUSTERED already");
      cht.write(30, 60);

      withDatabasesMadeMeanwhile(cht);
      cht.awaitHealthy(VERSION);
      assertThat(cht.observed().topology()).isEqualTo(Topology.SINGLE);
      try (CouchDb couch = cht.observed().couchDb()) {
        assertThat(couch.database("medic-user-new-meta").get("read", Map.class).get("read"))
            .isEqualTo(true);
        couch.database("medic-user-new-meta").delete();
      }
      assertThat(copies(cht)).isEqualTo(alone);
      assertThat(identity(cht)).isEqualTo(identity);
      assertThat(cht.observed().environment().values()).isEqualTo(settings);
      cht.assertWritten(60);
      assertNothingToInstall(cht, StartedBy.STANDARD);
      assertThat(cht.observed().containers())
          .extracting(Container::service)
          .noneMatch(service -> service.startsWith("couchdb-"));
    }
  }

  private static void assertNothingToInstall(TestInstance cht, StartedBy mode) {
    Plan plan = cht.plan(cht.observed().deployment(), mode);
    assertThat(plan.isEmpty()).as(plan.toString()).isTrue();
  }

  /**
   * Databases made meanwhile lie on nodes that go: nothing is stopped, and the next plan gathers
   * them too.
   */
  private static void withDatabasesMadeMeanwhile(TestInstance cht) {
    Plan plan = cht.observed().planToSingle(OPTIONS);
    List<Instant> since = started(cht);
    assertThatThrownBy(
            () ->
                cht.apply(
                    plan, handler -> new Before(handler, ChangeTopology.class, () -> create(cht))))
        .isInstanceOf(HostingException.class)
        .hasMessageContaining("a database was made since. Give this plan up, and plan again");
    assertThat(started(cht)).isEqualTo(since);
    try (Journal journal = Journal.in(cht.folder.resolve(".cht-hosting/journal"))) {
      assertThat(PLATFORM.rollBack(journal).await()).isTrue();
    }
    cht.apply(cht.observed().planToSingle(OPTIONS));
  }

  private static void create(TestInstance cht) {
    try (CouchDb couch = cht.observed().couchDb()) {
      couch.database("medic-user-new-meta").create();
      couch.database("medic-user-new-meta").put("read", Map.of("read", true));
    }
  }

  private static List<Instant> started(TestInstance cht) {
    return cht.observed().status().stream().map(ServiceStatus::started).sorted().toList();
  }

  /** Does something before a step. */
  private record Before(StepHandler<Step> handler, Class<? extends Step> type, Runnable work)
      implements StepHandler<Step> {
    @Override
    public void run(Step step, Marks marks, WorkContext context) throws Exception {
      if (type.isInstance(step)) {
        work.run();
      }
      handler.run(step, marks, context);
    }

    @Override
    public void rollBack(Step step, Marks marks, WorkContext context) throws Exception {
      handler.rollBack(step, marks, context);
    }
  }
}
