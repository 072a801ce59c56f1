package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import io.github.chthosting.Operation;
import io.github.chthosting.OperationCancelledException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.UnfinishedWork;
import io.github.chthosting.couchdb.backup.report.Difference;
import io.github.chthosting.couchdb.backup.report.RestoreReport;
import io.github.chthosting.couchdb.backup.report.VerifyReport;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.cluster.Cluster;
import io.github.chthosting.couchdb.cluster.ClusterLayout;
import io.github.chthosting.couchdb.cluster.LayoutProblem;
import io.github.chthosting.couchdb.cluster.ReshardPlanner;
import io.github.chthosting.couchdb.cluster.ShardPlanner;
import io.github.chthosting.couchdb.kills.ChildProcess;
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
import io.github.chthosting.testkit.Fault;
import io.github.chthosting.testkit.InjectedFault;
import io.github.chthosting.testkit.RecordedRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A restore that is at work, or was killed, is seen by all who might take its target for whole. */
class UnfinishedRestoreTest {
  private static final int DOCUMENTS = 400;

  @TempDir Path folder;
  private final Embedded embedded = new Embedded();
  private final CouchDb couch = embedded.couch();
  private final Site site = new Site(couch);
  private Database medic;
  private Database copy;

  @BeforeEach
  void backUp() throws Exception {
    medic = site.create("medic");
    List<String> documents = new ArrayList<>();
    for (int i = 0; i < DOCUMENTS; i++) {
      documents.add("{\"_id\":\"d%d\",\"_rev\":\"1-%032x\",\"n\":%d}".formatted(i, i + 1, i));
    }
    site.write(medic, documents.toArray(String[]::new));
    backUp("b");
    copy = couch.database(site.name("copy"));
  }

  private void backUp(String name) {
    Backup.of(couch).databases(medic.name()).to(store(name)).start().await();
  }

  @AfterEach
  void stop() {
    site.close();
    embedded.close();
  }

  private BackupStore store(String name) {
    return BackupStore.folder(folder.resolve(name));
  }

  private Restore restore(String name) {
    return Restore.from(store(name))
        .to(couch)
        .rename(medic.name(), copy.name())
        .batch(20, 1 << 20)
        .parallel(2);
  }

  private boolean writesCopy(RecordedRequest request) {
    return request.path().endsWith("/_bulk_docs") && request.path().contains(copy.name());
  }

  /** Holds back all requests that write documents, after the first. */
  private InjectedFault hold(int after, int times) {
    Fault fault = Fault.on(this::writesCopy).afterFirst(after).delay(Duration.ofSeconds(20));
    return embedded.server().inject(times == 0 ? fault : fault.times(times));
  }

  private static void awaitHit(InjectedFault fault) {
    while (fault.hits() == 0) {
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** Killed in the middle, in a process of its own. */
  private void killHalfway(CopyProcess.Work work) {
    try (InjectedFault fault = hold(5, 0);
        ChildProcess process =
            CopyProcess.start(
                work, embedded.server().uris(), folder.resolve("b"), medic.name(), copy.name())) {
      awaitHit(fault);
      process.kill();
    }
    assertThat(copy.info().documents()).isLessThan(DOCUMENTS);
  }

  private void assertWhole() {
    assertThat(copy.info().documents()).isEqualTo(DOCUMENTS);
    assertThat(UnfinishedWork.in(copy)).isEmpty();
    backUpCopy();
  }

  private void backUpCopy() {
    Backup.of(couch)
        .databases(copy.name())
        .to(store("of-copy-" + System.nanoTime()))
        .start()
        .await();
  }

  private void assertUnfinished(ThrowingCallable action) {
    assertThatThrownBy(action)
        .isInstanceOf(UnfinishedException.class)
        .hasMessageContaining(copy.name() + " holds an unfinished restore (restore of ")
        .hasMessageContaining("Nothing was changed. ")
        .hasMessageContaining("intoExisting()");
  }

  @Test
  void aCancelledOneLeavesWhatAnotherHasFinished() {
    try (InjectedFault fault = hold(3, 1)) {
      Operation<RestoreReport> first = restore("b").start();
      awaitHit(fault);
      restore("b").intoExisting().start().await();
      assertThat(copy.info().documents()).isEqualTo(DOCUMENTS);

      first.cancel();

      assertThatThrownBy(first::await)
          .isInstanceOf(OperationCancelledException.class)
          .hasMessageContaining("has been filled by somebody else since, and was left to them");
    }
    assertWhole();
  }

  @Test
  void aSecondOneIsRefusedWhileTheFirstIsAtWork() {
    backUp("other");
    try (InjectedFault fault = hold(3, 1)) {
      Operation<RestoreReport> first = restore("b").start();
      awaitHit(fault);
      assertUnfinished(() -> restore("b").start().await());
      assertUnfinished(() -> restore("other").intoExisting().start().await());
      fault.clear();
      first.await();
    }
    assertWhole();
  }

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

  @Test
  void ofTwoProcessesOneIsRefusedOrBothAreRight() throws Exception {
    for (int round = 0; round < 3; round++) {
      try (ChildProcess one = process(CopyProcess.Work.RESTORE);
          ChildProcess other = process(CopyProcess.Work.RESTORE)) {
        List<Integer> codes = List.of(one.await(), other.await());
        String said = one.log() + other.log();
        assertThat(codes).as(said).contains(ChildProcess.DONE).isSubsetOf(0, ChildProcess.REFUSED);
      }
      assertWhole();
      copy.delete();
    }
  }

  private ChildProcess process(CopyProcess.Work work) {
    return CopyProcess.start(
        work, embedded.server().uris(), folder.resolve("b"), medic.name(), copy.name());
  }

  @Test
  void aDatabaseMadeAnewByAnotherIsNotDeleted() {
    try (InjectedFault fault = hold(3, 1)) {
      Operation<RestoreReport> first = restore("b").start();
      awaitHit(fault);
      copy.delete();
      copy.create();
      copy.put("of-a-client", Map.of("n", 1));
      first.cancel();
      assertThatThrownBy(first::await).isInstanceOf(HostingException.class);
    }
    assertThat(copy.find("of-a-client")).isPresent();
  }
}
