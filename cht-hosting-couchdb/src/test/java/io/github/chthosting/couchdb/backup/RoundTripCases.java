package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.backup.report.BackupReport;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.backup.store.Compression;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The property restore(backup(x)) = x for any database x. Each case is a seed, shown in its name;
 * the last one is another in each run.
 */
abstract class RoundTripCases {
  private static final String[] ODD = {
    "a/b",
    "a+b c",
    "%2F",
    "\"quoted\"",
    "back\\slash",
    "tab\tnewline\n",
    "é",
    "\ud83d\ude00",
    "?#&=",
    "\u2028",
    "x".repeat(500),
    "CAPITAL",
    "..",
    ".",
    "a:b:c",
    "{}",
    "null",
    "0"
  };

  @TempDir Path folder;
  private Site site;

  abstract CouchDb couch();

  static LongStream seeds() {
    return LongStream.concat(LongStream.range(1, 5), LongStream.of(System.nanoTime()));
  }

  @BeforeEach
  void open() {
    site = new Site(couch());
  }

  @AfterEach
  void delete() {
    site.close();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatWasBackedUpComesBack(long seed) throws Exception {
    Random random = new Random(seed);
    boolean partitioned = random.nextInt(3) == 0;
    Database source = create(partitioned, 1 + random.nextInt(5));
    List<RandomDocument> documents = documents(random, partitioned);
    write(source, documents, random);
    JsonNode local = write(source, random);

    BackupStore store = BackupStore.folder(folder.resolve("b"));
    BackupReport backup = backup(source, store, random);
    Verify.backup(store).start().await();
    Database copy = restore(source, store, random);

    Verify.backup(store)
        .against(couch())
        .rename(source.name(), copy.name())
        .start()
        .await()
        .requireSame();
    assertThat(backup.documents()).isEqualTo(documents.size());
    assertThat(copy.info().documents()).isEqualTo(source.info().documents());
    assertThat(copy.info().deleted()).isEqualTo(source.info().deleted());
    assertThat(copy.info().partitioned()).isEqualTo(partitioned);
    for (RandomDocument document : documents) {
      RandomDocument.assertLeaves(source, document.id(), document.leaves());
      RandomDocument.assertLeaves(copy, document.id(), document.leaves());
    }
    for (String what : List.of("_security", "_revs_limit")) {
      assertThat(copy.request("GET", what).json()).isEqualTo(source.request("GET", what).json());
    }
    assertThat(copy.request("GET", "_local", "check +/%point").json().path("n"))
        .isEqualTo(local.path("n"));
  }

  private Database create(boolean partitioned, int q) {
    Database database = couch().database(site.name("source"));
    DatabaseOptions options = DatabaseOptions.defaults().q(q);
    database.create(partitioned ? options.partitioned() : options);
    return database;
  }

  private static List<RandomDocument> documents(Random random, boolean partitioned) {
    List<RandomDocument> documents = new ArrayList<>();
    int plain = random.nextInt(200);
    for (int i = 0; i < plain; i++) {
      documents.add(document((partitioned ? "p" + random.nextInt(4) + ":" : "") + "d" + i, random));
    }
    for (String id : ODD) {
      if (!partitioned && random.nextBoolean()) {
        documents.add(document(id, random));
      } else if (partitioned && random.nextBoolean()) {
        documents.add(document("p:" + id, random));
      }
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      documents.add(document("_design/d é" + i, random));
    }
    return documents;
  }

  private static RandomDocument document(String id, Random random) {
    return new RandomDocument(id, random.nextLong());
  }

  /** Each grows once at least, some often. */
  private void write(Database database, List<RandomDocument> documents, Random random)
      throws Exception {
    for (int round = 0; round < 8; round++) {
      List<String> batch = new ArrayList<>();
      for (RandomDocument document : documents) {
        if (round == 0 || random.nextInt(4) == 0) {
          batch.add(document.grow().toString());
        }
      }
      site.write(database, batch.toArray(String[]::new));
    }
  }

  /** Writes what is no document: security, limits and a local document, which is returned. */
  private static JsonNode write(Database database, Random random) {
    ObjectNode security = Site.JSON.createObjectNode();
    security.putObject("members").putArray("roles").add("r" + random.nextInt());
    security.putObject("admins").putArray("names").add("é\"" + random.nextInt());
    database.request("PUT", "_security").body(security).json();
    database
        .request("PUT", "_revs_limit")
        .body(Site.JSON.getNodeFactory().numberNode(20 + random.nextInt(500)))
        .json();
    ObjectNode local = Site.JSON.createObjectNode().put("n", random.nextInt());
    database.request("PUT", "_local", "check +/%point").body(local).json();
    return local;
  }

  private BackupReport backup(Database source, BackupStore store, Random random) {
    Compression[] all = {
      Compression.zstd(), Compression.zstd(3), Compression.gzip(), Compression.none()
    };
    return Backup.of(couch())
        .databases(source.name())
        .to(store)
        .compression(all[random.nextInt(all.length)])
        .partSize(1 + random.nextInt(50_000))
        .parallel(1 + random.nextInt(6))
        .start()
        .await();
  }

  private Database restore(Database source, BackupStore store, Random random) {
    String name = site.name("copy");
    Restore.from(store)
        .to(couch())
        .rename(source.name(), name)
        .q(1 + random.nextInt(6))
        .n(1 + random.nextInt(2))
        .parallel(1 + random.nextInt(8))
        .batch(1 + random.nextInt(200), 1 << (10 + random.nextInt(10)))
        .withLocalDocuments()
        .start()
        .await();
    return couch().database(name);
  }
}
