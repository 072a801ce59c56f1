package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.chthosting.Credentials;
import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A wrong server, of which a backup, a restore and a verification are asked. */
abstract class BadServersCase {
  static Embedded embedded;
  @TempDir private static Path shared;
  @TempDir Path folder;
  final MockWebServer server = new MockWebServer();

  /** The work for which the bad server is used. */
  enum Job {
    BACKUP,
    RESTORE,
    VERIFY
  }

  @BeforeAll
  static void start() throws Exception {
    embedded = new Embedded();
    Database medic = embedded.couch().database("medic");
    medic.create();
    try (Site site = new Site(embedded.couch())) {
      site.write(medic, "{\"_id\":\"a\",\"_rev\":\"1-%s\"}".formatted(Site.hash('a')));
    }
    Backup.of(embedded.couch()).databases("medic").to(made()).start().await();
  }

  @AfterAll
  static void stop() {
    embedded.close();
  }

  @AfterEach
  void close() {
    server.close();
  }

  static BackupStore made() {
    return BackupStore.folder(shared.resolve("made"));
  }

  /** Runs the job and checks that it left nothing: no file, no database, no request to write. */
  HostingException failure(Job job, CouchDb couch) throws Exception {
    List<String> before = embedded.couch().databases();
    Path place = folder.resolve("b");
    Throwable thrown =
        catchThrowable(
            () -> {
              switch (job) {
                case BACKUP ->
                    Backup.of(couch)
                        .databases("medic")
                        .to(BackupStore.folder(place))
                        .start()
                        .await();
                case RESTORE -> Restore.from(made()).to(couch).prefix("r-").start().await();
                case VERIFY -> Verify.backup(made()).against(couch).start().await();
              }
            });
    assertThat(thrown).isInstanceOf(HostingException.class);
    assertThat(place).doesNotExist();
    assertThat(embedded.couch().databases()).isEqualTo(before);
    return (HostingException) thrown;
  }

  HostingException failure(Job job, String address) throws Exception {
    try (CouchDb couch = client(address)) {
      return failure(job, couch);
    }
  }

  static CouchDb client(String address) {
    return CouchDb.builder(URI.create(address))
        .credentials(Credentials.basic("admin", "password"))
        .attempts(2)
        .build();
  }

  static String port(URI uri) {
    return "127.0.0.1:" + uri.getPort();
  }

  String answering(String body) throws IOException {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return new MockResponse.Builder().body(body).build();
          }
        });
    server.start(InetAddress.getLoopbackAddress(), 0);
    return "127.0.0.1:" + server.getPort();
  }
}
