package io.github.chthosting.examples;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.RawReply;
import io.github.chthosting.couchdb.backup.Backup;
import io.github.chthosting.couchdb.backup.BackupStore;
import io.github.chthosting.couchdb.backup.Restore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures one's own CouchDB: how fast it can be read, backed up and restored. */
@Command(
    name = "throughput",
    mixinStandardHelpOptions = true,
    description = "measures your own CouchDB: read, backup, restore, beside the raw read limit")
final class Throughput implements Runnable {
  private static final String RESTORED = "throughput-" + suffix() + "-";

  @Mixin private final ServerOption server = new ServerOption();

  @Option(names = "--db", required = true, description = "the database to read; it is not changed")
  private String database = "";

  @Option(
      names = "--runs",
      defaultValue = "1",
      description = "runs of each; default ${DEFAULT-VALUE}")
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

  @Override
  public void run() {
    try (CouchDb couch = server.require()) {
      long documents = couch.database(database).info().documents();
      System.out.printf("%s: %,d documents%n", database, documents);
      System.out.printf("%-34s %9s %12s %9s%n", "", "seconds", "documents/s", "MB/s");
      for (int run = 0; run < runs; run++) {
        measure(couch, documents);
      }
    } catch (IOException e) {
      throw new IllegalStateException("the measurement broke off", e);
    }
  }

  private void measure(CouchDb couch, long documents) throws IOException {
    print("raw read, bytes thrown away", documents, () -> rawRead(couch.database(database)));
    Path folder = Files.createTempDirectory("cht-hosting-throughput");
    try {
      print("backup", documents, () -> backUp(couch, folder));
      if (!readOnly) {
        print("restore", documents, () -> restore(couch, folder));
      }
    } finally {
      remove(couch.database(RESTORED + database));
      Folders.delete(folder);
    }
  }

  /** The request that a backup sends, and nothing done with its answer. */
  private static long rawRead(Database database) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long bytes = 0;
    try (RawReply reply =
            database
                .request("GET", "_changes")
                .query("style", "all_docs")
                .query("include_docs", true)
                .query("seq_interval", 1000)
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

  private static void print(String what, long documents, Measured measured) throws IOException {
    long start = System.nanoTime();
    long bytes = measured.run();
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "%-34s %9.2f %,12.0f %9.1f%n", what, seconds, documents / seconds, bytes / seconds / 1e6);
  }

  private static String suffix() {
    byte[] bytes = new byte[4];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
