package io.github.chthosting.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.Credentials;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Document;
import io.github.chthosting.couchdb.backup.Backup;
import io.github.chthosting.couchdb.backup.report.BackupReport;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.shards.ShardMap;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** README's code compiles, runs, and is what README shows. */
class ReadmeTest {
  private static final Path README = Path.of("..", "README.md");
  private static final Path THIS =
      Path.of("src/test/java/io/github/chthosting/examples/ReadmeTest.java");

  @Test
  void theCodeRuns(@TempDir Path temporary) {
    try (EmbeddedCouchDb server = EmbeddedCouchDb.builder().start();
        CouchDb couch =
            CouchDb.builder(server.uri())
                .credentials(Credentials.basic("admin", "password"))
                .build()) {
      couch.database("medic").create();
      couch.database("medic").put(Document.of("a"));
      BackupReport report = readme(server.uri(), "password", temporary.resolve("backup"));
      assertThat(report.documents()).isEqualTo(1);
    }
  }

  private static BackupReport readme(URI uri, String password, Path folder) {
    // README
    Credentials admin = Credentials.basic("admin", password);
    try (CouchDb couch = CouchDb.builder(uri).credentials(admin).build()) {
      System.out.println(ShardMap.of(couch.database("medic")));

      BackupReport backup =
          Backup.of(couch)
              .databases("medic", "_users")
              .to(BackupStore.folder(folder))
              .start()
              .onProgress(System.out::println)
              .await();
      System.out.println(backup);
      // end of README
      return backup;
    }
  }

  @Test
  void theCodeIsWhatReadmeShows() throws IOException {
    String source = Files.readString(THIS);
    String code =
        source.substring(source.indexOf("// README\n") + 10, source.indexOf("// end of README"));
    assertThat(Files.readString(README))
        .contains("```java\n" + (code.strip().indent(0) + "}\n").replace("\n    ", "\n") + "```");
  }
}
