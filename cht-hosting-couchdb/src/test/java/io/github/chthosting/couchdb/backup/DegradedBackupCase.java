package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.Credentials;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.shards.DatabaseCopies;
import io.github.chthosting.couchdb.internal.shards.DatabaseCopies.Copy;
import io.github.chthosting.couchdb.internal.shards.DatabaseCopies.Range;
import io.github.chthosting.couchdb.internal.shards.LostVolume;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import io.github.chthosting.testkit.EmbeddedNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Three nodes, a database, and what may befall its copies while nothing is synchronised. */
abstract class DegradedBackupCase {
  private static final int DOCUMENTS = 60;

  @TempDir Path folder;

  final EmbeddedCouchDb server = EmbeddedCouchDb.builder().nodes(3).start();
  final Map<String, Map<String, String>> truth = new TreeMap<>();
  CouchDb couch = through(0);
  Site site;
  Database medic;

  /** Fills a database of so many copies, through the first node. */
  void fill(int n) throws Exception {
    site = new Site(couch);
    medic = couch.database(site.name("medic"));
    medic.create(DatabaseOptions.defaults().q(2).n(n));
    for (int seed = 1; seed <= DOCUMENTS; seed++) {
      RandomDocument document =
          new RandomDocument((seed > 57 ? "_design/" : "") + "d" + seed, seed);
      for (int i = 0; i <= seed % 4; i++) {
        site.write(medic, document.grow().toString());
      }
    }
    settle();
    truth.putAll(leaves(medic));
    server.background().pauseShards();
  }

  @AfterEach
  void stop() {
    couch.close();
    server.close();
  }

  void settle() throws InterruptedException {
    assertThat(server.background().awaitIdle(Duration.ofSeconds(20))).isTrue();
  }

  CouchDb through(int node) {
    return CouchDb.builder(server.node(node).uri())
        .credentials(Credentials.basic("admin", "password"))
        .attempts(2)
        .build();
  }

  /** Leaves with their content by id. */
  static Map<String, Map<String, String>> leaves(Database database) throws Exception {
    Map<String, Map<String, String>> all = new TreeMap<>();
    for (JsonNode row :
        database.request("GET", "_changes").query("style", "all_docs").json().path("results")) {
      String id = row.path("id").asString("");
      Map<String, String> texts = new TreeMap<>();
      Site.leaves(database, id.split("/", 2)).forEach((rev, leaf) -> texts.put(rev, "" + leaf));
      all.put(id, texts);
    }
    return all;
  }

  void empty(String node) {
    for (Range range : DatabaseCopies.read(Wire.of(couch), medic.name()).ranges()) {
      for (Copy copy : range.copies()) {
        if (copy.node().equals(node)) {
          LostVolume.empty(copy.file());
        }
      }
    }
  }

  /** A node that has a copy of the first range. */
  String holder() {
    return DatabaseCopies.read(Wire.of(couch), medic.name()).ranges().get(0).copies().get(0).node();
  }

  BackupStore store() {
    return BackupStore.folder(folder.resolve("b"));
  }

  Backup backup() {
    return Backup.of(couch).databases(medic.name()).to(store());
  }

  void assertWhole(DatabaseManifest manifest) throws Exception {
    assertThat(manifest.shortfall()).isEmpty();
    assertThat(manifest.counts().documents()).isGreaterThanOrEqualTo(truth.size());
    Verify.backup(store()).start().await().requireSame();
    server.nodes().stream().filter(node -> !node.isUp()).forEach(EmbeddedNode::start);
    String copy = site.name("copy");
    Restore.from(store()).to(couch).rename(medic.name(), copy).n(1).start().await();
    assertThat(leaves(couch.database(copy))).isEqualTo(truth);
  }
}
