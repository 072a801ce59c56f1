package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.chthosting.Operation;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.backup.report.BackupReport;
import io.github.chthosting.couchdb.backup.report.Difference;
import io.github.chthosting.couchdb.backup.report.VerifyReport;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.server.NotFoundException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A database that is written to while it is backed up: edits, deletions, conflicts, attachments.
 * What is restored is, for each document, a state that it had during the backup.
 */
abstract class BusyDatabaseCases {
  /** Number of histories with which the feed is asked for again, in the other mode. */
  private static final int QUIET = 9_000;

  private static final int WRITERS = 3;
  private static final int DOCUMENTS_A_WRITER = 40;

  @TempDir Path folder;
  private Site site;
  private Database busy;

  abstract CouchDb couch();

  /** Lets the feed break off now and then, where that can be done. */
  abstract void disturb(Database database);

  @BeforeEach
  void open() throws Exception {
    site = new Site(couch());
    busy = site.create("busy");
    for (int from = 0; from < QUIET; from += 1_000) {
      site.write(
          busy,
          IntStream.range(from, from + 1_000)
              .mapToObj(
                  i ->
                      "{\"_id\":\"q%05d\",\"_rev\":\"2-%s\",\"_revisions\":{\"start\":2,\"ids\":[\"%s\",\"%s\"]}}"
                          .formatted(i, Site.hash('b'), Site.hash('b'), Site.hash('a')))
              .toArray(String[]::new));
    }
  }

  @AfterEach
  void delete() {
    site.close();
  }

  /** A writer: each of its documents is its alone, so all states that it ever had are known. */
  private final class Writer implements Callable<Void> {
    private final List<RandomDocument> documents = new ArrayList<>();
    private final Map<String, List<Map<String, RandomDocument.Leaf>>> states = new HashMap<>();
    private final AtomicBoolean over;

    Writer(int number, AtomicBoolean over) throws Exception {
      this.over = over;
      for (int i = 0; i < DOCUMENTS_A_WRITER; i++) {
        documents.add(new RandomDocument("w%d-%02d".formatted(number, i), 100L * number + i));
      }
      // Half of them are there before the backup begins.
      for (int i = 0; i < DOCUMENTS_A_WRITER / 2; i++) {
        grow(documents.get(i));
      }
    }

    private void grow(RandomDocument document) throws Exception {
      site.write(busy, document.grow().toString());
      states.computeIfAbsent(document.id(), id -> new ArrayList<>()).add(document.leaves());
    }

    @Override
    public Void call() throws Exception {
      for (int i = 0; !over.get(); i = (i + 1) % documents.size()) {
        grow(documents.get(i));
      }
      return null;
    }
  }

  private void compactNowAndThen(AtomicBoolean over) throws InterruptedException {
    while (!over.get()) {
      busy.upkeep().compact();
      Thread.sleep(100);
    }
  }

  @Test
  void everyDocumentComesBackAsItOnceWas() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    List<Writer> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      writers.add(new Writer(i, over));
    }
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 1);
    List<Future<Void>> running = new ArrayList<>();
    BackupStore store = BackupStore.folder(folder.resolve("b"));
    try {
      writers.forEach(writer -> running.add(threads.submit(writer)));
      running.add(
          threads.submit(
              () -> {
                compactNowAndThen(over);
                return null;
              }));
      disturb(busy);
      Operation<BackupReport> backup = Backup.of(couch()).databases(busy.name()).to(store).start();
      backup.await();
    } finally {
      over.set(true);
      for (Future<Void> one : running) {
        one.get();
      }
      threads.shutdown();
    }
    Verify.backup(store).start().await();
    Database copy = restore(store);
    Verify.backup(store)
        .against(couch())
        .rename(busy.name(), copy.name())
        .start()
        .await()
        .requireSame();
    assertThat(copy.request("GET", "q08999").json().path("_rev").asString(""))
        .isEqualTo("2-" + Site.hash('b'));
    for (Writer writer : writers) {
      for (RandomDocument document : writer.documents) {
        assertOnceWas(copy, document.id(), writer.states.getOrDefault(document.id(), List.of()));
      }
    }
    assertNothingMissing(store);
  }

  private Database restore(BackupStore store) {
    String name = site.name("copy");
    Restore.from(store).to(couch()).rename(busy.name(), name).q(5).start().await();
    return couch().database(name);
  }

  private static void assertOnceWas(
      Database copy, String id, List<Map<String, RandomDocument.Leaf>> states) throws Exception {
    Set<String> revs;
    try {
      revs = Site.leaves(copy, id).keySet();
    } catch (NotFoundException e) {
      return; // Written when the feed was past.
    }
    for (Map<String, RandomDocument.Leaf> state : states) {
      if (state.keySet().equals(revs)) {
        RandomDocument.assertLeaves(copy, id, state);
        return;
      }
    }
    fail("%s has the leaves %s, and never had them together: %s", id, revs, states);
  }

  /** The source has gone on: what it has replaced is not called missing. */
  private void assertNothingMissing(BackupStore store) {
    VerifyReport report = Verify.backup(store).against(couch()).start().await();
    assertThat(report.listed())
        .extracting(Difference::kind)
        .isNotEmpty()
        .containsOnly(Difference.Kind.SUPERSEDED, Difference.Kind.EXTRA);
  }
}
