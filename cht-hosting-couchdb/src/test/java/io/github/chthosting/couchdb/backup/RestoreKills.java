package io.github.chthosting.couchdb.backup;

import io.github.chthosting.Credentials;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.UnfinishedWork;
import io.github.chthosting.couchdb.backup.CopyProcess.Work;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Kills restores at random moments, and goes on with each. By hand: {@code RestoreKills COUNT SEED
 * [URI…]}; without an address, on embedded nodes. Databases named {@code restore-kills-*} are
 * deleted.
 *
 * <p>Whatever the moment, a database that has not all documents must be marked as unfinished, and
 * be whole and unmarked once it was restored again.
 */
final class RestoreKills {
  private static final int DOCUMENTS = 2_000;
  private static final String SOURCE = "restore-kills-source";
  private static final String COPY = "restore-kills-copy";

  private final CouchDb couch;
  private final List<URI> uris;
  private final Path folder;
  private final Map<String, Integer> seen = new TreeMap<>();

  private RestoreKills(CouchDb couch, List<URI> uris, Path folder) {
    this.couch = couch;
    this.uris = uris;
    this.folder = folder;
  }

  public static void main(String... arguments) throws Exception {
    int count = Integer.parseInt(arguments[0]);
    long seed = Long.parseLong(arguments[1]);
    List<URI> given = Arrays.stream(arguments).skip(2).map(URI::create).toList();
    Path folder = Files.createTempDirectory("restore-kills");
    if (given.isEmpty()) {
      try (EmbeddedCouchDb server = EmbeddedCouchDb.builder().nodes(3).start()) {
        run(server.uris(), folder, count, seed);
      }
    } else {
      run(given, folder, count, seed);
    }
  }

  private static void run(List<URI> uris, Path folder, int count, long seed) throws Exception {
    try (CouchDb couch =
        CouchDb.builder(uris).credentials(Credentials.basic("admin", "password")).build()) {
      RestoreKills kills = new RestoreKills(couch, uris, folder);
      kills.prepare();
      try {
        kills.run(count, new Random(seed));
        System.out.printf("%d kills, seed %d: all right; %s%n", count, seed, kills.seen);
      } finally {
        kills.delete(SOURCE);
        kills.delete(COPY);
      }
    }
  }

  private void prepare() {
    delete(SOURCE);
    Database source = couch.database(SOURCE);
    source.create(DatabaseOptions.defaults().q(4));
    for (int i = 0; i < DOCUMENTS; i += 500) {
      List<Map<String, Object>> documents = new ArrayList<>();
      for (int n = i; n < i + 500; n++) {
        documents.add(Map.of("_id", "d" + n, "n", n, "text", "x".repeat(200)));
      }
      source.request("POST", "_bulk_docs").body(Map.of("docs", documents)).json();
    }
    Backup.of(couch).databases(SOURCE).to(store()).start().await();
  }

  private BackupStore store() {
    return BackupStore.folder(folder.resolve("b"));
  }

  private void delete(String name) {
    if (couch.database(name).exists()) {
      couch.database(name).delete();
    }
  }

  private void run(int count, Random random) throws Exception {
    long whole = duration();
    long writing = writing();
    for (int i = 0; i < count; i++) {
      delete(COPY);
      boolean into = random.nextInt(3) == 0;
      if (into) {
        couch.database(COPY).create(DatabaseOptions.defaults().q(2));
      }
      boolean anywhere = random.nextInt(5) == 0;
      long wait = random.nextLong(anywhere ? whole : Math.max(1, writing));
      try (CopyProcess process =
          CopyProcess.start(
              into ? Work.RESTORE_INTO : Work.RESTORE, uris, folder.resolve("b"), SOURCE, COPY)) {
        while (!anywhere
            && process.isAlive()
            && UnfinishedWork.in(couch.database(COPY)).isEmpty()) {
          TimeUnit.MILLISECONDS.sleep(5);
        }
        TimeUnit.NANOSECONDS.sleep(wait);
        process.kill();
      }
      check("kill " + i + " after " + wait / 1_000_000 + " ms");
    }
  }

  private long duration() throws Exception {
    delete(COPY);
    long began = System.nanoTime();
    try (CopyProcess process =
        CopyProcess.start(Work.RESTORE, uris, folder.resolve("b"), SOURCE, COPY)) {
      if (process.await() != CopyProcess.DONE) {
        throw new AssertionError(process.log());
      }
    }
    return System.nanoTime() - began;
  }

  /** The time from the mark to the end. */
  private long writing() throws Exception {
    delete(COPY);
    try (CopyProcess process =
        CopyProcess.start(Work.RESTORE, uris, folder.resolve("b"), SOURCE, COPY)) {
      while (process.isAlive() && UnfinishedWork.in(couch.database(COPY)).isEmpty()) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      long began = System.nanoTime();
      process.await();
      return System.nanoTime() - began;
    }
  }

  private void check(String kill) {
    Database copy = couch.database(COPY);
    long documents = copy.exists() ? copy.info().documents() : 0;
    boolean marked = copy.exists() && UnfinishedWork.in(copy).isPresent();
    String state =
        documents == 0 ? "nothing written" : documents < DOCUMENTS ? "a part" : "everything";
    seen.merge(state + (marked ? ", marked" : ", unmarked"), 1, Integer::sum);
    if (documents > 0 && documents < DOCUMENTS && !marked) {
      throw new AssertionError(kill + ": " + documents + " documents, and no mark");
    }
    Restore.from(store()).to(couch).rename(SOURCE, COPY).intoExisting().start().await();
    Verify.backup(store()).against(couch).rename(SOURCE, COPY).start().await().requireSame();
    if (UnfinishedWork.in(copy).isPresent()) {
      throw new AssertionError(kill + ": the mark stayed");
    }
  }
}
