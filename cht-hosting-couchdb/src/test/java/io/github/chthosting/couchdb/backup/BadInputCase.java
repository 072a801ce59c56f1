package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.Operation;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.backup.report.BackupReport;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import java.io.IOException;
import java.nio.file.Path;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A backup of a server whose answers a test chooses. */
abstract class BadInputCase {
  static final String ROW =
      "{\"seq\":null,\"id\":\"a%d\",\"changes\":[{\"rev\":\"1-x\"}],\"doc\":{\"_id\":\"a%d\",\"_rev\":\"1-x\"}}";

  static final String FEED =
      "{\"results\":[\n" + row(1) + ",\n" + row(2) + "\n],\n\"last_seq\":\"2-x\",\"pending\":0}\n";

  @TempDir Path folder;
  final MockWebServer server = new MockWebServer();
  CouchDb couch;
  volatile MockResponse changes = json(FEED);

  static String row(int number) {
    return ROW.formatted(number, number);
  }

  static MockResponse json(String body) {
    return new MockResponse.Builder().code(200).body(body).build();
  }

  @BeforeEach
  void start() throws IOException {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return answer(request.getUrl().encodedPath());
          }
        });
    server.start();
    couch = CouchDb.builder(server.url("/").uri()).build();
  }

  MockResponse answer(String path) {
    return switch (path) {
      case "/" -> json("{\"couchdb\":\"Welcome\",\"version\":\"3.5.0\"}");
      case "/medic" ->
          json("{\"db_name\":\"medic\",\"doc_count\":2,\"cluster\":{\"q\":2,\"n\":1}}");
      case "/medic/_security" -> json("{}");
      case "/medic/_revs_limit" -> json("1000\n");
      case "/medic/_changes" -> changes;
      default -> new MockResponse.Builder().code(404).body("{\"error\":\"not_found\"}").build();
    };
  }

  @AfterEach
  void stop() {
    couch.close();
    server.close();
  }

  Path place() {
    return folder.resolve("b");
  }

  Operation<BackupReport> backup(BackupStore store) {
    return Backup.of(couch).databases("medic").to(store).attempts(2).start();
  }

  BackupStore made() {
    BackupStore store = BackupStore.folder(place());
    assertThat(backup(store).await().leaves()).isEqualTo(2);
    return store;
  }

  void assertNothingLeft() throws IOException {
    assertThat(BackupStore.folder(place()).list()).isEmpty();
  }
}
