package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.UnfinishedWork;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.kills.ChildProcess;
import io.github.chthosting.couchdb.kills.CopyProcess;
import io.github.chthosting.couchdb.server.UnfinishedException;
import io.github.chthosting.testkit.Fault;
import io.github.chthosting.testkit.InjectedFault;
import io.github.chthosting.testkit.RecordedRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A backup, and a restore of it that is held back or killed in the middle. */
abstract class HalfRestoredCase {
  static final int DOCUMENTS = 400;
  @TempDir Path folder;
  final Embedded embedded = new Embedded();
  final CouchDb couch = embedded.couch();
  final Site site = new Site(couch);
  Database medic;
  Database copy;

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

  void backUp(String name) {
    Backup.of(couch).databases(medic.name()).to(store(name)).start().await();
  }

  @AfterEach
  void stop() {
    site.close();
    embedded.close();
  }

  BackupStore store(String name) {
    return BackupStore.folder(folder.resolve(name));
  }

  Restore restore(String name) {
    return Restore.from(store(name))
        .to(couch)
        .rename(medic.name(), copy.name())
        .batch(20, 1 << 20)
        .parallel(2);
  }

  boolean writesCopy(RecordedRequest request) {
    return request.path().endsWith("/_bulk_docs") && request.path().contains(copy.name());
  }

  /** Holds back all requests that write documents, after the first. */
  InjectedFault hold(int after, int times) {
    Fault fault = Fault.on(this::writesCopy).afterFirst(after).delay(Duration.ofSeconds(20));
    return embedded.server().inject(times == 0 ? fault : fault.times(times));
  }

  static void awaitHit(InjectedFault fault) {
    while (fault.hits() == 0) {
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** Killed in the middle, in a process of its own. */
  void killHalfway(CopyProcess.Work work) {
    try (InjectedFault fault = hold(5, 0);
        ChildProcess process =
            CopyProcess.start(
                work, embedded.server().uris(), folder.resolve("b"), medic.name(), copy.name())) {
      awaitHit(fault);
      process.kill();
    }
    assertThat(copy.info().documents()).isLessThan(DOCUMENTS);
  }

  void assertWhole() {
    assertThat(copy.info().documents()).isEqualTo(DOCUMENTS);
    assertThat(UnfinishedWork.in(copy)).isEmpty();
    backUpCopy();
  }

  void backUpCopy() {
    Backup.of(couch)
        .databases(copy.name())
        .to(store("of-copy-" + System.nanoTime()))
        .start()
        .await();
  }

  void assertUnfinished(ThrowingCallable action) {
    assertThatThrownBy(action)
        .isInstanceOf(UnfinishedException.class)
        .hasMessageContaining(copy.name() + " holds an unfinished restore (restore of ")
        .hasMessageContaining("Nothing was changed. ")
        .hasMessageContaining("intoExisting()");
  }
}
