package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseInfo;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.backup.report.BackupReport;
import io.github.chthosting.couchdb.backup.report.RestoreReport;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.backup.store.BackupStoreException;
import io.github.chthosting.couchdb.backup.store.Compression;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Kind;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Part;
import io.github.chthosting.couchdb.server.NotFoundException;
import io.github.chthosting.couchdb.shards.ShardMap;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options of backup and restore. */
abstract class OptionsCases {
  @TempDir Path folder;
  private Site site;

  abstract CouchDb couch();

  @BeforeEach
  void open() {
    site = new Site(couch());
  }

  @AfterEach
  void delete() {
    site.close();
  }

  private BackupStore store() {
    return BackupStore.folder(folder.resolve("b"));
  }

  private Backup backup(Database... databases) {
    return Backup.of(couch())
        .databases(List.of(databases).stream().map(Database::name).toList())
        .to(store());
  }

  private Restore restore(Database source, String suffix) {
    return Restore.from(store()).to(couch()).rename(source.name(), site.name(suffix));
  }

  private Database copy(String suffix) {
    return couch().database(site.prefix() + suffix);
  }

  private void requireSame(Database source, String suffix) {
    Verify.backup(store())
        .against(couch())
        .rename(source.name(), copy(suffix).name())
        .start()
        .await()
        .requireSame();
  }

  private Database filled(String suffix, int documents) throws Exception {
    return fill(site.create(suffix), "", documents);
  }

  private Database fill(Database database, String before, int documents) throws Exception {
    for (int from = 0; from < documents; from += 2_000) {
      site.write(
          database,
          IntStream.range(from, Math.min(documents, from + 2_000))
              .mapToObj(i -> "{\"_id\":\"%sd%d\",\"_rev\":\"1-%032x\"}".formatted(before, i, i + 1))
              .toArray(String[]::new));
    }
    return database;
  }

  @Test
  void partitionsComeBack() throws Exception {
    Database source = couch().database(site.name("parts"));
    source.create(DatabaseOptions.defaults().q(4).partitioned());
    for (String partition : List.of("a", "b", "c")) {
      fill(source, partition + ":", 50);
    }
    site.write(source, "{\"_id\":\"_design/d\",\"_rev\":\"1-%s\"}".formatted(Site.hash('d')));

    DatabaseManifest manifest = backup(source).start().await().databases().get(0);
    restore(source, "copy").q(3).start().await();

    assertThat(manifest.partitioned()).isTrue();
    DatabaseInfo info = copy("copy").info();
    assertThat(info.partitioned()).isTrue();
    assertThat(info.cluster().orElseThrow().q()).isEqualTo(3);
    requireSame(source, "copy");
    for (String partition : List.of("a", "b", "c")) {
      assertThat(
              copy("copy")
                  .request("GET", "_partition", partition)
                  .json()
                  .path("doc_count")
                  .asInt(0))
          .isEqualTo(50);
    }
  }

  @Test
  void partsHaveTheSizeThatIsAskedFor() throws Exception {
    Database source = filled("many", 30_000);

    BackupReport report = backup(source).withoutLocalDocuments().partSize(500_000).start().await();

    List<Part> parts = report.databases().get(0).parts();
    assertThat(parts).hasSizeGreaterThan(3).allMatch(part -> part.kind() == Kind.DOCUMENTS);
    assertThat(parts).extracting(Part::object).doesNotHaveDuplicates().isSorted();
    assertThat(parts.subList(0, parts.size() - 1))
        .allMatch(part -> part.content() >= 500_000 && part.content() < 2_000_000);
    assertThat(parts.stream().mapToLong(Part::rows).sum()).isEqualTo(30_000);
    Verify.backup(store()).start().await();
    restore(source, "copy").start().await();
    requireSame(source, "copy");
  }

  @Test
  void gzipIsReadByWhatReadsGzip() throws Exception {
    Database source = filled("zipped", 10);

    Part part =
        backup(source)
            .compression(Compression.gzip())
            .start()
            .await()
            .databases()
            .get(0)
            .parts()
            .get(0);

    assertThat(part.object()).endsWith("/documents-000001.ndjson.gz");
    try (InputStream in = new GZIPInputStream(store().open(part.object(), 0))) {
      assertThat(in.readAllBytes())
          .hasSize((int) part.content())
          .startsWith("{\"_id\":\"d".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    Verify.backup(store()).start().await();
    restore(source, "copy").start().await();
    requireSame(source, "copy");
  }

  @Test
  void withoutCompressionThePartIsItsContent() throws Exception {
    Database source = filled("plain", 10);

    Part part =
        backup(source)
            .compression(Compression.none())
            .start()
            .await()
            .databases()
            .get(0)
            .parts()
            .get(0);

    assertThat(part.object()).endsWith("/documents-000001.ndjson");
    assertThat(part.bytes()).isEqualTo(part.content());
    try (InputStream in = store().open(part.object(), 0)) {
      assertThat(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).lines())
          .hasSize(10);
    }
    restore(source, "copy").start().await();
    requireSame(source, "copy");
  }

  @Test
  void qAndNAreThoseOfTheBackupUnlessTold() throws Exception {
    Database source = couch().database(site.name("q"));
    source.create(DatabaseOptions.defaults().q(7).n(1));
    fill(source, "", 30);
    backup(source).start().await();

    restore(source, "same").start().await();
    restore(source, "other").q(3).n(2).start().await();

    DatabaseInfo.Spread same = copy("same").info().cluster().orElseThrow();
    DatabaseInfo.Spread other = copy("other").info().cluster().orElseThrow();
    assertThat(same.q()).isEqualTo(7);
    assertThat(same.n()).isEqualTo(1);
    assertThat(other.q()).isEqualTo(3);
    assertThat(ShardMap.of(copy("other")).shards()).allMatch(shard -> shard.nodes().size() <= 2);
    assertThat(other.n())
        .isEqualTo(Math.min(2, ShardMap.of(copy("other")).shards().get(0).nodes().size()));
    requireSame(source, "same");
    requireSame(source, "other");
  }

  @Test
  void localDocumentsComeBackWhenAskedFor() throws Exception {
    Database source = filled("local", 3);
    source
        .request("PUT", "_local", "point é/+")
        .body(Site.JSON.readTree("{\"seq\":\"12-x\"}"))
        .json();

    DatabaseManifest manifest = backup(source).start().await().databases().get(0);
    restore(source, "without").start().await();
    restore(source, "with").withLocalDocuments().start().await();

    assertThat(manifest.counts().locals()).isPositive();
    assertThatThrownBy(() -> copy("without").request("GET", "_local", "point é/+").json())
        .isInstanceOf(NotFoundException.class);
    assertThat(copy("with").request("GET", "_local", "point é/+").json().path("seq").asString(""))
        .isEqualTo("12-x");
    requireSame(source, "with");
  }

  @Test
  void localDocumentsCanBeLeftOut() throws Exception {
    Database source = filled("local", 3);
    source.request("PUT", "_local", "p").body(Site.JSON.readTree("{}")).json();

    DatabaseManifest manifest =
        backup(source).withoutLocalDocuments().start().await().databases().get(0);

    assertThat(manifest.counts().locals()).isZero();
    assertThat(manifest.parts()).noneMatch(part -> part.kind() == Kind.LOCALS);
    Verify.backup(store()).start().await();
  }

  @Test
  void replicationsStartOnlyWhenAskedFor() throws Exception {
    Database source = site.create("jobs");
    for (String id : List.of("d0", "d1", "d2")) {
      // A replication that is over is not started again.
      site.write(
          source,
          "{\"_id\":\"%s\",\"_rev\":\"1-%s\",\"source\":\"http://127.0.0.1:1/a\",\"target\":\"http://127.0.0.1:1/b\",\"_replication_state\":\"completed\"}"
              .formatted(id, Site.hash('a')));
    }
    backup(source).start().await();
    String target = site.name("x/_replicator");

    RestoreReport skipped =
        Restore.from(store()).to(couch()).rename(source.name(), target).start().await();
    boolean there = couch().database(target).exists();
    RestoreReport restored =
        Restore.from(store())
            .to(couch())
            .rename(source.name(), target)
            .withReplications()
            .start()
            .await();

    assertThat(skipped.databases()).isEmpty();
    assertThat(skipped.skipped())
        .containsExactly(
            source.name() + ": its replications would start; withReplications() restores them");
    assertThat(there).isFalse();
    assertThat(restored.documents()).isGreaterThanOrEqualTo(3);
    assertThat(couch().database(target).request("GET", "d1").json().path("_rev").asString(""))
        .startsWith("1-");
  }

  @Test
  void onlySomeDatabasesOfABackup() throws Exception {
    Database one = filled("one", 2);
    Database two = filled("two", 5);
    backup(one, two).start().await();
    site.name("r-" + one.name().substring(site.prefix().length()));

    RestoreReport report =
        Restore.from(store())
            .to(couch())
            .databases(two.name())
            .rename(two.name(), site.name("copy"))
            .start()
            .await();

    assertThat(report.databases()).hasSize(1);
    assertThat(report.documents()).isEqualTo(5);
    assertThatThrownBy(() -> Restore.from(store()).to(couch()).databases("nowhere").start().await())
        .isInstanceOf(BackupStoreException.class)
        .hasMessage(
            "%s holds no database nowhere; it holds [%s, %s]. Nothing was changed.",
            store().location(), one.name(), two.name());
    assertThatThrownBy(() -> Verify.backup(store()).databases("nowhere").start().await())
        .isInstanceOf(BackupStoreException.class)
        .hasMessage("%s holds no database nowhere.", store().location());
  }

  @Test
  void aChainOfRevisionsIsOneLeafWhateverTheOrder() throws Exception {
    Database source = site.create("chain");
    String one = "{\"_id\":\"a\",\"_rev\":\"1-%s\",\"n\":1}".formatted(Site.hash('a'));
    String two =
        "{\"_id\":\"a\",\"_rev\":\"2-%s\",\"n\":2,\"_revisions\":{\"start\":2,\"ids\":[\"%s\",\"%s\"]}}"
            .formatted(Site.hash('b'), Site.hash('b'), Site.hash('a'));
    site.write(source, two);
    site.write(source, one);

    assertThat(Site.leaves(source, "a").keySet()).containsExactly("2-" + Site.hash('b'));
    site.write(source, one, two);
    assertThat(Site.leaves(source, "a").keySet()).containsExactly("2-" + Site.hash('b'));
  }
}
