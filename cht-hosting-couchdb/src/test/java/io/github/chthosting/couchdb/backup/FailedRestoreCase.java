package io.github.chthosting.couchdb.backup;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.testkit.RecordedRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A backup whose restores fail. */
abstract class FailedRestoreCase {
  static final int DOCUMENTS = 300;
  @TempDir Path folder;
  final Embedded embedded = new Embedded();
  final Site site = new Site(embedded.couch());
  Database medic;

  @BeforeEach
  void backUp() throws Exception {
    medic = site.create("medic");
    List<String> documents = new ArrayList<>();
    for (int i = 0; i < DOCUMENTS; i++) {
      documents.add(
          "{\"_id\":\"d%d\",\"_rev\":\"1-%032x\",\"n\":\"%s\"}"
              .formatted(i, i + 1, i == 7 ? "x".repeat(5_000) : ""));
    }
    site.write(medic, documents.toArray(String[]::new));
    site.write(medic, "{\"_id\":\"_design/d\",\"_rev\":\"1-%s\"}".formatted(Site.hash('d')));
    site.write(medic, "{\"_id\":\"photo\",\"_rev\":\"1-%s\"}".formatted(Site.hash('a')));
    site.attach(medic, "photo", "1-" + Site.hash('a'), "p", "image/png", Site.random(100_000));
    medic.request("PUT", "_local", "point").body(Site.JSON.createObjectNode()).json();
    Backup.of(couch()).databases(medic.name()).to(store()).start().await();
  }

  @AfterEach
  void stop() {
    embedded.close();
  }

  CouchDb couch() {
    return embedded.couch();
  }

  BackupStore store() {
    return BackupStore.folder(folder.resolve("b"));
  }

  Restore restore(String suffix) {
    return Restore.from(store())
        .to(couch())
        .rename(medic.name(), site.prefix() + suffix)
        .batch(50, 1 << 20);
  }

  /** Tells whether documents are written, to the cluster or straight to a shard. */
  static boolean isBulkDocs(RecordedRequest request) {
    return request.method().equals("POST") && request.path().endsWith("/_bulk_docs");
  }
}
