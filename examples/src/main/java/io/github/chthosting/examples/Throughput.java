package io.github.chthosting.examples;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseInfo;
import io.github.chthosting.couchdb.RawReply;
import io.github.chthosting.couchdb.backup.Backup;
import io.github.chthosting.couchdb.backup.Restore;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures one's own CouchDB: how fast it can be read, backed up and restored. */
@Command(
    name = "throughput",
    mixinStandardHelpOptions = true,
    description = "measures your own CouchDB: read, backup, restore, beside the raw read limit")
final class Throughput implements Runnable {
  private static final String RAW = "raw read, bytes thrown away";
  private static final String RESTORED = "throughput-" + suffix() + "-";

  @Mixin private final ServerOption server = new ServerOption();

  @Option(names = "--db", required = true, description = "the database to read; it is not changed")
  private String database = "";

  @Option(
      names = "--runs",
      defaultValue = "5",
      description = "runs of each, in turns; default ${DEFAULT-VALUE}")
  private int runs;

  @Option(
      names = "--no-restore",
      description = "do not restore; otherwise a copy is made under a name of its own and deleted")
  private boolean readOnly;

  /** Something measured. Returns how many bytes went over the wire or into the database. */
  @FunctionalInterface
  private interface Measured {
    long run() throws IOException;
  }

  /** Seconds by what was measured, in the order of the table. */
  private final Map<String, List<Double>> seconds = new LinkedHashMap<>();

  private final Map<String, Long> bytes = new LinkedHashMap<>();

  @Override
  public void run() {
    if (runs < 1) {
      throw new IllegalArgumentException("--runs is at least 1");
    }
    try (CouchDb couch = server.require()) {
      DatabaseInfo info = couch.database(database).info();
      long documents = info.documents() + info.deleted();
      System.out.printf("%s: %,d documents, deleted ones included%n", database, documents);
      for (int run = 1; run <= runs; run++) {
        measure(couch, run);
      }
      printMedians(documents);
    } catch (IOException e) {
      throw new IllegalStateException("the measurement broke off", e);
    }
  }

  private void measure(CouchDb couch, int run) throws IOException {
    measure(run, RAW, () -> rawRead(couch.database(database)));
    Path folder = Files.createTempDirectory("cht-hosting-throughput");
    try {
      measure(run, "backup", () -> backUp(couch, folder));
      if (!readOnly) {
        measure(run, "restore", () -> restore(couch, folder));
      }
    } finally {
      remove(couch.database(RESTORED + database));
      Folders.delete(folder);
    }
  }

  private void measure(int run, String what, Measured measured) throws IOException {
    long start = System.nanoTime();
    long count = measured.run();
    double took = (System.nanoTime() - start) / 1e9;
    seconds.computeIfAbsent(what, name -> new ArrayList<>()).add(took);
    bytes.put(what, count);
    System.out.printf("run %d of %d: %-28s %9.2f s%n", run, runs, what, took);
  }

  private void printMedians(long documents) {
    double raw = median(seconds.getOrDefault(RAW, List.of()));
    System.out.printf(
        "%n%-28s %9s %12s %9s %12s%n",
        "medians of " + runs, "seconds", "documents/s", "MB/s", "x raw read");
    seconds.forEach(
        (what, all) -> {
          double median = median(all);
          System.out.printf(
              "%-28s %9.2f %,12.0f %9.1f %12.2f%n",
              what,
              median,
              documents / median,
              bytes.getOrDefault(what, 0L) / median / 1e6,
              median / raw);
        });
  }

  static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The request that a backup sends, and nothing done with its answer. */
  private static long rawRead(Database database) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long bytes = 0;
    try (RawReply reply =
            database
                .request("GET", "_changes")
                .query("style", "all_docs")
                .query("seq_interval", 1000)
                .query("since", "0")
                .query("include_docs", true)
                .query("att_encoding_info", true)
                .timeLimit(Duration.ofMinutes(5))
                .send();
        InputStream body = reply.body()) {
      for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
        bytes += read;
      }
    }
    return bytes;
  }

  private long backUp(CouchDb couch, Path folder) {
    return Backup.of(couch)
        .databases(database)
        .to(BackupStore.folder(folder))
        .start()
        .await()
        .bytes();
  }

  private long restore(CouchDb couch, Path folder) {
    Restore.from(BackupStore.folder(folder)).to(couch).prefix(RESTORED).start().await();
    return couch.database(RESTORED + database).info().sizes().external();
  }

  private static void remove(Database database) {
    if (database.exists()) {
      database.delete();
    }
  }

  private static String suffix() {
    byte[] bytes = new byte[4];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
