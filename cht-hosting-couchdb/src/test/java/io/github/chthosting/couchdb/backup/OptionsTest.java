package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.RawRequest;
import io.github.chthosting.couchdb.backup.report.BackupReport;
import io.github.chthosting.couchdb.backup.report.RestoreReport;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest;
import io.github.chthosting.couchdb.shards.ShardMap;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class OptionsTest extends OptionsCases {
  private static Embedded embedded;

  @BeforeAll
  static void start() {
    embedded = new Embedded();
  }

  @AfterAll
  static void stop() {
    embedded.close();
  }

  @Override
  CouchDb couch() {
    return embedded.couch();
  }

  @Test
  void allDatabasesAreTakenAndTheirReplicationsAndChangesAreNotRestored(@TempDir Path place)
      throws Exception {
    try (Embedded other = new Embedded();
        Site site = new Site(other.couch())) {
      for (String name : List.of("medic", "medic-user-e/meta")) {
        other.couch().database(name).create();
        site.write(
            other.couch().database(name),
            "{\"_id\":\"a\",\"_rev\":\"1-%s\"}".formatted(Site.hash('a')));
      }
      BackupStore store = BackupStore.folder(place.resolve("b"));

      BackupReport report = Backup.of(other.couch()).allDatabases().to(store).start().await();

      assertThat(report.databases())
          .extracting(DatabaseManifest::name)
          .containsExactlyElementsOf(other.couch().databases())
          .contains("_users", "_replicator", "medic", "medic-user-e/meta");
      Verify.backup(store).start().await();
      RestoreReport restored = Restore.from(store).to(couch()).start().await();
      assertThat(restored.skipped())
          .containsExactly(
              "_replicator: its replications would start; withReplications() restores them");
      assertThat(restored.databases()).hasSize(report.databases().size() - 1);
      Verify.backup(store)
          .against(couch())
          .databases("_users", "medic", "medic-user-e/meta")
          .start()
          .await()
          .requireSame();
    }
  }

  @Test
  void copiesArePlacedInTheZonesThatAreNamed(@TempDir Path place) throws Exception {
    try (Embedded zoned = new Embedded();
        Site site = new Site(zoned.couch())) {
      Database source = site.create("source");
      site.write(source, "{\"_id\":\"a\",\"_rev\":\"1-%s\"}".formatted(Site.hash('a')));
      BackupStore store = BackupStore.folder(place.resolve("b"));
      Backup.of(zoned.couch()).databases(source.name()).to(store).start().await();
      String node = zoned.server().nodes().get(1).name();
      RawRequest get = zoned.couch().request("GET", "_node", "_local", "_nodes", node);
      ObjectNode document = (ObjectNode) get.json();
      zoned
          .couch()
          .request("PUT", "_node", "_local", "_nodes", node)
          .body(document.put("zone", "far"))
          .json();
      Restore.from(store)
          .to(zoned.couch())
          .rename(source.name(), site.name("copy"))
          .placement("far:1")
          .start()
          .await();

      Database copy = zoned.couch().database(site.prefix() + "copy");
      assertThat(ShardMap.of(copy).shards()).allMatch(shard -> shard.nodes().equals(List.of(node)));
      Verify.backup(store)
          .against(zoned.couch())
          .rename(source.name(), copy.name())
          .start()
          .await()
          .requireSame();
    }
  }
}
