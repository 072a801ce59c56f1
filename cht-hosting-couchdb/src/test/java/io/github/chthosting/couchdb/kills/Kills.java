package io.github.chthosting.couchdb.kills;

import io.github.chthosting.Credentials;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.kills.CopyProcess.Work;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Kills one kind of work at random moments, looks at what is left, and does it again. By hand:
 * {@code COUNT SEED [URI…]}; without an address, on embedded nodes. Databases named {@code kills-*}
 * are deleted.
 */
abstract class Kills {
  private static final int DOCUMENTS = 2_000;

  private List<URI> uris = List.of();
  private Path folder = Path.of("");
  private final Map<String, Integer> seen = new TreeMap<>();
  CouchDb couch;
  Database source;
  Database copy;

  /** Makes what is needed once. */
  void prepare() {}

  /** Begins, where nothing is left of an earlier run. */
  abstract ChildProcess begin(Random random) throws Exception;

  /** Tells whether it can be seen from outside that the work has begun. */
  abstract boolean hasBegun();

  /** Looks at what is left, which it says in some words, and does the work until it is right. */
  abstract String finish() throws Exception;

  // ---- for the kinds ----

  final ChildProcess start(Work work) {
    return CopyProcess.start(work, uris, place(), source.name(), copy.name());
  }

  /** The folder of a backup. */
  final Path place() {
    return folder.resolve("backup");
  }

  static void delete(Database database) {
    if (database.exists()) {
      database.delete();
    }
  }

  /** The part of the source that the copy has, in words. */
  final String amount() {
    long all = source.info().documents();
    long there = copy.exists() ? copy.info().documents() : 0;
    return there == 0 ? "nothing" : there < all ? "a part" : "everything";
  }

  // ---- running ----

  static void run(Kills kills, String... arguments) throws Exception {
    int count = Integer.parseInt(arguments[0]);
    long seed = Long.parseLong(arguments[1]);
    List<URI> given = Arrays.stream(arguments).skip(2).map(URI::create).toList();
    if (given.isEmpty()) {
      try (EmbeddedCouchDb server = EmbeddedCouchDb.builder().nodes(3).start()) {
        kills.run(server.uris(), count, seed);
      }
    } else {
      kills.run(given, count, seed);
    }
  }

  private void run(List<URI> addresses, int count, long seed) throws Exception {
    uris = addresses;
    folder = Files.createTempDirectory("kills");
    try (CouchDb client =
        CouchDb.builder(uris).credentials(Credentials.basic("admin", "password")).build()) {
      couch = client;
      String name = "kills-" + Long.toString(System.nanoTime(), 36);
      source = couch.database(name + "-source");
      copy = couch.database(name + "-copy");
      try {
        fill();
        prepare();
        kill(count, new Random(seed));
      } finally {
        System.out.printf("%s, seed %d: %s%n", getClass().getSimpleName(), seed, seen);
        delete(source);
        delete(copy);
      }
    }
  }

  private void fill() {
    source.create(DatabaseOptions.defaults().q(4));
    for (int i = 0; i < DOCUMENTS; i += 500) {
      List<Map<String, Object>> documents = new ArrayList<>();
      for (int n = i; n < i + 500; n++) {
        documents.add(document(n, "a"));
        if (n % 20 == 0) {
          documents.add(document(n, "b"));
        }
      }
      source
          .request("POST", "_bulk_docs")
          .body(Map.of("docs", documents, "new_edits", false))
          .json();
    }
  }

  private static Map<String, Object> document(int n, String digit) {
    Map<String, Object> document = new TreeMap<>();
    document.put("_id", "d" + n);
    document.put("_rev", "1-" + digit.repeat(32));
    document.put("text", "x".repeat(200) + n);
    if (n % 40 == 1) {
      byte[] content = new byte[20_000];
      new Random(n).nextBytes(content);
      String data = Base64.getEncoder().encodeToString(content);
      document.put("_attachments", Map.of("f", Map.of("data", data)));
    }
    return document;
  }

  private void kill(int count, Random random) throws Exception {
    long whole = System.nanoTime();
    long working;
    try (ChildProcess process = begin(random)) {
      awaitBegun(process);
      working = System.nanoTime();
      if (process.await() != ChildProcess.DONE) {
        throw new AssertionError(process.log());
      }
    }
    long end = System.nanoTime();
    for (int i = 0; i < count; i++) {
      boolean anywhere = random.nextInt(5) == 0;
      long wait = random.nextLong(end - (anywhere ? whole : working));
      String kill = "kill " + i + " after " + wait / 1_000_000 + " ms";
      boolean over;
      try (ChildProcess process = begin(random)) {
        if (!anywhere) {
          awaitBegun(process);
        }
        TimeUnit.NANOSECONDS.sleep(wait);
        over = !process.isAlive();
      }
      try {
        String found = (over ? "over, " : "killed, ") + finish();
        System.out.println(kill + ": " + found);
        seen.merge(found, 1, Integer::sum);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(kill + ": " + e.getMessage(), e);
      }
    }
  }

  private void awaitBegun(ChildProcess process) throws InterruptedException {
    while (process.isAlive() && !hasBegun()) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }
}
