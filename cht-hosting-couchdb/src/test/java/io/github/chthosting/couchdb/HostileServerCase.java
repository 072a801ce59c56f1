package io.github.chthosting.couchdb;

import io.github.chthosting.Credentials;
import io.github.chthosting.Operation;
import io.github.chthosting.couchdb.backup.Backup;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.replication.ClientReplication;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

/** Requests to broken servers, to proxies, and to whoever means harm, each within a time limit. */
abstract class HostileServerCase {
  static final Duration LIMIT = Duration.ofSeconds(25);
  @TempDir Path folder;

  /** The caller whose request is answered so, and the path of that request. */
  enum Job {
    CLIENT("/db"),
    ROWS("/db/_all_docs"),
    BACKUP("/db/_changes"),
    REPLICATION("/db/_changes");

    final String path;

    Job(String path) {
      this.path = path;
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static RawServer.Answer raw(String text) {
    return out -> out.write(bytes(text));
  }

  static RawServer.Answer page(int status, String more) {
    String body = "<html><body>Please log in</body></html>";
    return raw(
        "HTTP/1.1 %d Status\r\nServer: nginx/1.25.1\r\nConnection: close\r\nContent-Type: text/html\r\n%sContent-Length: %d\r\n\r\n%s"
            .formatted(status, more, body.length(), body));
  }

  CouchDb client(RawServer server) {
    return CouchDb.builder(server.uri())
        .credentials(Credentials.basic("admin", "sesame"))
        .readTimeout(Duration.ofMillis(300))
        .attempts(1)
        .build();
  }

  void run(Job job, CouchDb couch, String name) throws Exception {
    switch (job) {
      case CLIENT -> couch.database("db").info();
      case ROWS -> {
        try (Rows<Row> rows = couch.database("db").query(ViewQuery.allDocuments())) {
          rows.forEachRemaining(row -> {});
        }
      }
      case BACKUP ->
          await(
              Backup.of(couch)
                  .databases("db")
                  .to(BackupStore.folder(folder.resolve(name.replaceAll("\\W", "-"))))
                  .attempts(1)
                  .patience(Duration.ofSeconds(1))
                  .start());
      case REPLICATION ->
          await(
              ClientReplication.builder(couch.database("db"), couch.database("target"))
                  .build()
                  .start());
    }
  }

  static void await(Operation<?> operation) {
    try {
      operation.await(LIMIT);
    } finally {
      operation.cancel();
    }
  }
}
