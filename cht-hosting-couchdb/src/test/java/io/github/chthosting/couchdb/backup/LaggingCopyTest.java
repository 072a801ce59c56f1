package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.backup.report.BackupIncompleteException;
import io.github.chthosting.couchdb.backup.report.BackupReport;
import io.github.chthosting.couchdb.backup.report.VerifyReport;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy of a range answers that is behind the others by a document. */
class LaggingCopyTest {
  @TempDir Path folder;
  private final MockWebServer server = new MockWebServer();
  private final AtomicInteger feeds = new AtomicInteger();
  private int behindFor;
  private CouchDb couch;

  @BeforeEach
  void start() throws IOException {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return answer(request);
          }
        });
    server.start();
    couch = CouchDb.builder(server.url("/").uri()).build();
  }

  @AfterEach
  void stop() {
    couch.close();
    server.close();
  }

  private MockResponse answer(RecordedRequest request) {
    String body =
        switch (request.getUrl().encodedPath()) {
          case "/" -> "{\"couchdb\":\"Welcome\",\"version\":\"3.5.0\"}";
          case "/medic" ->
              "{\"db_name\":\"medic\",\"doc_count\":1,\"doc_del_count\":1,\"cluster\":{\"q\":2,\"n\":3}}";
          case "/medic/_security" -> "{}";
          case "/medic/_revs_limit" -> "1000\n";
          case "/medic/_changes" -> feed(request.getUrl().queryParameter("since"));
          default -> "";
        };
    return new MockResponse.Builder()
        .code(body.isEmpty() ? 404 : 200)
        .body(body.isEmpty() ? "{\"error\":\"not_found\"}" : body)
        .build();
  }

  private String feed(String since) {
    int number = feeds.incrementAndGet();
    if (number == 1) {
      return "{\"results\":[" + row("a") + "],\"last_seq\":\"1-x\",\"pending\":0}";
    }
    assertThat(Objects.requireNonNull(since)).isEqualTo("1-x");
    return number <= behindFor
        ? "{\"results\":[],\"last_seq\":\"1-x\",\"pending\":0}"
        : "{\"results\":[" + row("b") + "],\"last_seq\":\"2-x\",\"pending\":0}";
  }

  private static String row(String id) {
    return "{\"seq\":null,\"id\":\"%s\",\"changes\":[{\"rev\":\"1-x\"}],\"doc\":{\"_id\":\"%s\",\"_rev\":\"1-x\"}}"
        .formatted(id, id);
  }

  private DatabaseManifest backup() {
    BackupStore store = BackupStore.folder(folder.resolve("b"));
    DatabaseManifest manifest =
        Backup.of(couch).databases("medic").to(store).start().await().databases().get(0);
    Verify.backup(store).start().await();
    return manifest;
  }

  @Test
  void theFeedIsReadOnUntilTheDocumentIsThere() {
    behindFor = 2;

    DatabaseManifest manifest = backup();

    assertThat(manifest.counts().documents()).isEqualTo(2);
    assertThat(manifest.lastSeq()).isEqualTo("2-x");
    assertThat(feeds).hasValue(3);
  }

  @Test
  void aCountThatIsNeverReachedFailsTheBackup() throws IOException {
    behindFor = 100;

    assertThatThrownBy(this::backup)
        .isInstanceOf(BackupIncompleteException.class)
        .hasMessageContaining("the feed has brought 1 of 2 documents")
        .hasMessageContaining("POST /medic/_sync_shards");
    assertThat(feeds).hasValue(5);
    assertThat(BackupStore.folder(folder.resolve("b")).list()).isEmpty();
  }

  @Test
  void aBackupThatMayBeIncompleteSaysSo() {
    behindFor = 100;
    BackupStore store = BackupStore.folder(folder.resolve("b"));

    BackupReport report =
        Backup.of(couch).databases("medic").to(store).acceptingIncomplete().start().await();

    assertThat(report.isComplete()).isFalse();
    assertThat(report.toString()).contains("INCOMPLETE: the feed has brought 1 of 2 documents");
    assertThat(report.databases().get(0).incomplete()).contains("1 of 2");
    VerifyReport verified = Verify.backup(store).start().await();
    assertThat(verified.incomplete()).singleElement().asString().startsWith("medic: ");
    assertThat(verified.toString()).contains("INCOMPLETE: medic: ");
    assertThatThrownBy(verified::requireSame).isInstanceOf(VerificationFailedException.class);
  }
}
