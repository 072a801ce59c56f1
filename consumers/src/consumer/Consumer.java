package consumer;

import io.github.chthosting.Credentials;
import io.github.chthosting.compose.env.PassPhrase;
import io.github.chthosting.compose.release.ComposeFile;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.backup.Backup;
import io.github.chthosting.couchdb.backup.report.BackupReport;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.k8s.deployment.HelmValues;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Uses each module once: HTTP, JSON, YAML, zstd, the list of words, Jetty. */
public final class Consumer {
  private Consumer() {}

  /** A value of the consumer's own, written and read as JSON. */
  public record Note(String text) {}

  public static void main(String[] arguments) throws IOException {
    String password = "made-up";
    try (EmbeddedCouchDb server = EmbeddedCouchDb.builder().admin("admin", password).start();
        CouchDb couch =
            CouchDb.builder(server.uri())
                .credentials(Credentials.basic("admin", password))
                .build()) {
      Database notes = couch.database("notes");
      notes.create();
      notes.put("first", new Note("hello"));
      require(notes.get("first", Note.class).equals(new Note("hello")), "the note that was written");
      require(backUp(couch, "notes").documents() == 1, "a backup of one document");
    }
    ComposeFile file = ComposeFile.parse("c.yml", "services: {api: {image: 'medic/api:1'}}\n");
    require(file.images().size() == 1, "a compose file with one image");
    HelmValues values = HelmValues.parse("values.yaml", "cluster_type: k3s-k3d\n");
    require(values.toYaml().contains("k3s-k3d"), "the value of a chart");
    require(!PassPhrase.words().toString().isEmpty(), "a pass phrase");
    System.out.println(
        (Consumer.class.getModule().isNamed() ? "module path" : "class path") + ": all modules work");
  }

  private static BackupReport backUp(CouchDb couch, String database) throws IOException {
    Path folder = Path.of(System.getProperty("folder"));
    Files.createDirectories(folder);
    return Backup.of(couch).databases(database).to(BackupStore.folder(folder)).start().await();
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException("expected " + what);
    }
  }
}
