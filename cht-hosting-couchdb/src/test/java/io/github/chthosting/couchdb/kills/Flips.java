package io.github.chthosting.couchdb.kills;

import io.github.chthosting.Credentials;
import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.backup.Backup;
import io.github.chthosting.couchdb.backup.Restore;
import io.github.chthosting.couchdb.backup.Verify;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Flips one bit of one file of a small backup, again and again. By hand: {@code COUNT SEED}.
 * Verification must fail, or what is restored is the same.
 */
final class Flips {
  private final CouchDb couch;
  private final Path folder;
  private final Random random;
  private final Map<String, Integer> seen = new TreeMap<>();

  private Flips(CouchDb couch, Path folder, Random random) {
    this.couch = couch;
    this.folder = folder;
    this.random = random;
  }

  public static void main(String... arguments) throws Exception {
    int count = Integer.parseInt(arguments[0]);
    long seed = Long.parseLong(arguments[1]);
    Path folder = Files.createTempDirectory("flips").resolve("backup");
    try (EmbeddedCouchDb server = EmbeddedCouchDb.builder().start();
        CouchDb couch =
            CouchDb.builder(server.uri())
                .credentials(Credentials.basic("admin", "password"))
                .build()) {
      fill(couch.database("medic"));
      Backup.of(couch).databases("medic").to(BackupStore.folder(folder)).start().await();
      Flips flips = new Flips(couch, folder, new Random(seed));
      List<String> files = flips.store().list().stream().sorted().toList();
      for (int i = 0; i < count; i++) {
        flips.flip(files.get(i % files.size()));
      }
      System.out.printf("%d flips, seed %d: %s%n", count, seed, flips.seen);
    }
  }

  private static void fill(Database database) {
    database.create();
    List<Map<String, Object>> documents = new ArrayList<>();
    for (String id : List.of("_design/app", "_local/note", "a", "b", "c", "d", "e")) {
      documents.add(Map.of("_id", id, "_rev", revision(id, "a"), "n", 1));
    }
    documents.add(Map.of("_id", "a", "_rev", revision("a", "b"), "n", 2));
    Map<String, Object> attachment = Map.of("f", Map.of("data", "aGVsbG8="));
    documents.add(Map.of("_id", "f", "_rev", revision("f", "a"), "_attachments", attachment));
    var body = Map.of("new_edits", false, "docs", documents);
    database.request("POST", "_bulk_docs").body(body).json();
  }

  private static String revision(String id, String digit) {
    return id.startsWith("_local/") ? "0-1" : "1-" + digit.repeat(32);
  }

  private BackupStore store() {
    return BackupStore.folder(folder);
  }

  private void flip(String name) throws IOException {
    Path file = folder.resolve(name);
    byte[] whole = Files.readAllBytes(file);
    byte[] broken = whole.clone();
    int at = random.nextInt(whole.length);
    broken[at] ^= (byte) (1 << random.nextInt(8));
    Files.write(file, broken);
    String kind = file.getFileName().toString();
    try {
      seen.merge(kind + " " + found(), 1, Integer::sum);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(name + ", byte " + at + ": " + e, e);
    } finally {
      Files.write(file, whole);
    }
    if (!Arrays.equals(whole, Files.readAllBytes(file))) {
      throw new AssertionError("not put back: " + file);
    }
  }

  private String found() {
    try {
      Verify.backup(store()).start().await();
    } catch (HostingException e) {
      if (!e.getMessage().contains(store().location())) {
        throw new AssertionError("it does not say where", e);
      }
      return "named";
    }
    Database copy = couch.database("copy");
    Restore.from(store()).to(couch).rename("medic", "copy").start().await();
    Verify.backup(store()).against(couch).rename("medic", "copy").start().await().requireSame();
    Verify.backup(store()).against(couch).start().await().requireSame();
    copy.delete();
    return "the same";
  }
}
