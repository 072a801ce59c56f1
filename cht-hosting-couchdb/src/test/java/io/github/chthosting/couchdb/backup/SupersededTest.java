package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.backup.report.BackupReport;
import io.github.chthosting.couchdb.backup.report.Difference;
import io.github.chthosting.couchdb.backup.report.VerifyReport;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A feed that breaks off after a document, which is then changed: it is in the backup in two
 * revisions, of which the newer one counts.
 */
class SupersededTest {
  private static final String A = Site.hash('a');
  private static final String B = Site.hash('b');
  private static final String C = Site.hash('c');

  @TempDir Path folder;
  private final Embedded embedded = new Embedded();
  private final MockWebServer server = new MockWebServer();
  private final AtomicInteger feeds = new AtomicInteger();
  private CouchDb source;

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
    source = CouchDb.builder(server.url("/").uri()).build();
  }

  @AfterEach
  void stop() {
    source.close();
    server.close();
    embedded.close();
  }

  private MockResponse answer(String path) {
    return switch (path) {
      case "/" -> json("{\"couchdb\":\"Welcome\",\"version\":\"3.5.0\"}");
      case "/medic" ->
          json("{\"db_name\":\"medic\",\"doc_count\":2,\"cluster\":{\"q\":2,\"n\":1}}");
      case "/medic/_security" -> json("{}");
      case "/medic/_revs_limit" -> json("1000\n");
      case "/medic/_changes" -> feeds.incrementAndGet() == 1 ? cut() : json(feed());
      case "/medic/_bulk_get" -> json(revisions());
      default -> new MockResponse.Builder().code(404).body("{\"error\":\"not_found\"}").build();
    };
  }

  private static MockResponse json(String body) {
    return new MockResponse.Builder().code(200).body(body).build();
  }

  private static MockResponse cut() {
    String rows =
        "{\"results\":["
            + "{\"seq\":\"1-x\",\"id\":\"x\",\"changes\":[{\"rev\":\"1-%s\"}],\"doc\":{\"_id\":\"x\",\"_rev\":\"1-%s\"}},"
                .formatted(A, A)
            // More than is buffered, so that the row before it has been taken.
            + "{\"seq\":\"2-x\",\"id\":\"z\",\"doc\":\""
            + "z".repeat(1 << 20);
    return new MockResponse.Builder()
        .code(200)
        .body(rows)
        .setHeader("Content-Length", "5000000")
        .onResponseEnd(new SocketEffect.CloseSocket())
        .build();
  }

  private static String feed() {
    return "{\"results\":["
        + "{\"seq\":\"1-x\",\"id\":\"y\",\"changes\":[{\"rev\":\"1-%s\"}],\"doc\":{\"_id\":\"y\",\"_rev\":\"1-%s\"}},"
            .formatted(A, A)
        + "{\"seq\":\"2-x\",\"id\":\"x\",\"changes\":[{\"rev\":\"3-%s\"}]}],\"last_seq\":\"2-x\",\"pending\":0}"
            .formatted(C);
  }

  private static String revisions() {
    return ("{\"results\":[{\"id\":\"x\",\"docs\":[{\"ok\":{\"_id\":\"x\",\"_rev\":\"3-%s\","
            + "\"_revisions\":{\"start\":3,\"ids\":[\"%s\",\"%s\",\"%s\"]}}}]}]}")
        .formatted(C, C, B, A);
  }

  @Test
  void theNewerRevisionIsTheOnlyLeafAndNothingIsMissing() {
    BackupStore store = BackupStore.folder(folder.resolve("b"));

    BackupReport report = Backup.of(source).databases("medic").to(store).start().await();

    assertThat(report.leaves()).isEqualTo(3);
    assertThat(report.documents()).isEqualTo(3);
    assertThat(report.databases().get(0).counts().changed()).isEqualTo(2);
    Verify.backup(store).start().await();
    Restore.from(store).to(embedded.couch()).start().await();
    Database medic = embedded.couch().database("medic");
    assertThat(Site.leaves(medic, "x").keySet()).containsExactly("3-" + C);
    assertThat(Site.leaves(medic, "x").get("3-" + C).path("_revisions").path("ids")).hasSize(3);
    VerifyReport same = Verify.backup(store).against(embedded.couch()).start().await();
    assertThat(same.requireSame().listed()).isEmpty();
  }

  @Test
  void anEditSinceIsNamedBesideTheRevisionThatItReplaced() throws Exception {
    BackupStore store = BackupStore.folder(folder.resolve("b"));
    Backup.of(source).databases("medic").to(store).start().await();
    Restore.from(store).to(embedded.couch()).start().await();
    Database medic = embedded.couch().database("medic");
    try (Site site = new Site(embedded.couch())) {
      site.write(
          medic,
          "{\"_id\":\"y\",\"_rev\":\"2-%s\",\"_revisions\":{\"start\":2,\"ids\":[\"%s\",\"%s\"]}}"
              .formatted(B, B, A));
    }

    VerifyReport report = Verify.backup(store).against(embedded.couch()).start().await();

    assertThat(report.listed())
        .containsExactlyInAnyOrder(
            new Difference("medic", Difference.Kind.EXTRA, "y", "2-" + B),
            new Difference("medic", Difference.Kind.SUPERSEDED, "y", "1-" + A));
    assertThat(report.differences()).isEqualTo(2);
  }
}
