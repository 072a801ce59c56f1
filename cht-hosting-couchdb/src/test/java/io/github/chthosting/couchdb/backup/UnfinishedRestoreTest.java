package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.UnfinishedWork;
import io.github.chthosting.couchdb.backup.report.Difference;
import io.github.chthosting.couchdb.backup.report.VerifyReport;
import io.github.chthosting.couchdb.cluster.Cluster;
import io.github.chthosting.couchdb.cluster.ClusterLayout;
import io.github.chthosting.couchdb.cluster.LayoutProblem;
import io.github.chthosting.couchdb.cluster.ReshardPlanner;
import io.github.chthosting.couchdb.cluster.ShardPlanner;
import io.github.chthosting.couchdb.kills.CopyProcess;
import io.github.chthosting.couchdb.replication.ClientReplication;
import io.github.chthosting.couchdb.replication.CutOver;
import io.github.chthosting.couchdb.replication.CutOverReport;
import io.github.chthosting.couchdb.server.UnfinishedException;
import io.github.chthosting.couchdb.verification.Mismatch;
import io.github.chthosting.couchdb.verification.Verification;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A restore that was killed is seen by all who might take its target for complete. */
class UnfinishedRestoreTest extends HalfRestoredCase {
  @ParameterizedTest
  @ValueSource(strings = {"RESTORE", "RESTORE_INTO"})
  void aKilledOneIsSeenByAllUntilItIsDone(CopyProcess.Work work) {
    if (work == CopyProcess.Work.RESTORE_INTO) {
      copy.create(DatabaseOptions.defaults().q(2).n(1));
    }
    killHalfway(work);

    assertUnfinished(this::backUpCopy);
    assertUnfinished(() -> restore("b").start().await());
    Database third = site.create("third");
    assertUnfinished(() -> ClientReplication.builder(copy, third).build().start().await());
    assertUnfinished(() -> ClientReplication.builder(third, copy).build().start().await());
    CutOverReport report = CutOver.between(copy, copy).check().await();
    assertThat(report.isSame()).isFalse();
    assertThat(report.toString()).contains("unfinished restore");
    assertThat(Verification.between(copy, copy).start().await().databases().get(0).mismatches())
        .extracting(Mismatch::kind)
        .containsExactly(Mismatch.Kind.UNFINISHED);
    VerifyReport verified =
        Verify.backup(store("b")).against(couch).rename(medic.name(), copy.name()).start().await();
    assertThat(verified.listed()).extracting(Difference::kind).contains(Difference.Kind.UNFINISHED);
    assertPlansAreRefused();

    restore("b").intoExisting().start().await();

    assertWhole();
  }

  private void assertPlansAreRefused() {
    assertRefusedWhenCarriedOut();
    ClusterLayout layout = ClusterLayout.measured(couch);
    assertThat(layout.findings())
        .filteredOn(finding -> finding.is(LayoutProblem.UNFINISHED))
        .singleElement()
        .satisfies(finding -> assertThat(finding.subject()).isEqualTo(copy.name()));
    assertThatThrownBy(() -> ReshardPlanner.of(layout).rebuild(copy.name(), "bk-anew", 1))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("unfinished restore");
    assertThatThrownBy(() -> ShardPlanner.of(layout).only(List.of(copy.name())).replicas(2))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("unfinished restore");
  }

  /** A layout that was not measured does not ask each database. */
  private void assertRefusedWhenCarriedOut() {
    Plan plan = ShardPlanner.of(ClusterLayout.of(couch)).only(List.of(copy.name())).replicas(2);
    try (Journal journal = Journal.in(folder.resolve("refused-" + System.nanoTime()))) {
      assertThatThrownBy(
              () -> plan.carriedOutBy(Cluster.of(couch).plans().steps()).apply(journal).await())
          .isInstanceOf(UnfinishedException.class)
          .hasMessageContaining("unfinished restore");
    }
  }

  @Test
  void itCanBeTakenAsItIs() {
    killHalfway(CopyProcess.Work.RESTORE);

    assertThat(UnfinishedWork.in(copy).orElseThrow().work())
        .isEqualTo("restore of " + medic.name() + " from " + folder.resolve("b"));
    assertThat(UnfinishedWork.forget(copy)).isTrue();

    assertThat(UnfinishedWork.forget(copy)).isFalse();
    backUpCopy();
  }

  @Test
  void theMarkIsNoData() {
    killHalfway(CopyProcess.Work.RESTORE);
    Database third = site.create("third");

    assertThat(CutOver.between(copy, third).copyLocalDocuments(id -> true)).isZero();
    ClientReplication.builder(copy, third).includingUnfinished().build().start().await();

    assertThat(third.request("GET", "_local_docs").json().toString())
        .doesNotContain("cht-hosting-unfinished");
  }
}
