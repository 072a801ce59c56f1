package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.internal.backup.Manifests;
import io.github.chthosting.couchdb.server.CouchDbException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A leaf that {@code _bulk_get} does not give is never left out in silence. */
class UnreadRevisionsTest {
  private static final String FEED =
      "{\"results\":[{\"seq\":\"1-x\",\"id\":\"a\",\"changes\":[{\"rev\":\"2-b\"},{\"rev\":\"2-c\"}],"
          + "\"doc\":{\"_id\":\"a\",\"_rev\":\"2-c\"}}],\"last_seq\":\"1-x\",\"pending\":0}";
  private static final String C = ok(2, "c");
  private static final String MISSING_B = error("2-b", "not_found", "missing");

  /** The answer of CouchDB 3.3 with three copies. */
  private static final String LOCALS =
      "{\"total_rows\":null,\"offset\":null,\"rows\":[\n"
          + "{\"id\":\"_local/mine\",\"key\":\"_local/mine\",\"value\":{\"rev\":\"0-1\"},"
          + "\"doc\":{\"_id\":\"_local/mine\",\"_rev\":\"0-1\"}},\n"
          + "{\"id\":\"_local/shard-sync-x-y\",\"key\":\"_local/shard-sync-x-y\","
          + "\"value\":{\"rev\":\"0-1\"},\"doc\":null}\n]}";

  @TempDir Path folder;
  private final MockWebServer server = new MockWebServer();
  private final Deque<String> answers = new ArrayDeque<>();
  private CouchDb couch;

  private static String ok(int generation, String last) {
    return "{\"ok\":{\"_id\":\"a\",\"_rev\":\"%d-%s\",\"_revisions\":{\"start\":%d,\"ids\":[\"%s\"%s]}}}"
        .formatted(generation, last, generation, last, generation == 2 ? ",\"a\"" : ",\"b\",\"a\"");
  }

  private static String error(String rev, String error, String reason) {
    return "{\"error\":{\"id\":\"a\",\"rev\":\"%s\",\"error\":\"%s\",\"reason\":\"%s\"}}"
        .formatted(rev, error, reason);
  }

  /** One result for each. */
  private static String results(String... docs) {
    return "{\"results\":["
        + String.join(
            ",",
            List.of(docs).stream().map(doc -> "{\"id\":\"a\",\"docs\":[" + doc + "]}").toList())
        + "]}";
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

  private synchronized MockResponse answer(String path) {
    String body =
        switch (path) {
          case "/" -> "{\"couchdb\":\"Welcome\",\"version\":\"3.5.0\"}";
          case "/medic" -> "{\"db_name\":\"medic\",\"doc_count\":1,\"cluster\":{\"q\":2,\"n\":1}}";
          case "/medic/_security" -> "{}";
          case "/medic/_revs_limit" -> "1000\n";
          case "/medic/_changes" -> FEED;
          case "/medic/_local_docs" -> LOCALS;
          case "/medic/a" ->
              "{\"_id\":\"a\",\"_rev\":\"2-b\",\"_revisions\":{\"start\":2,\"ids\":[\"b\",\"a\"]}}\n";
          case "/medic/_bulk_get" -> answers.size() > 1 ? answers.remove() : answers.element();
          default -> "";
        };
    return new MockResponse.Builder()
        .code(body.isEmpty() ? 404 : 200)
        .body(body.isEmpty() ? "{\"error\":\"not_found\"}" : body)
        .build();
  }

  @AfterEach
  void stop() {
    couch.close();
    server.close();
  }

  private long backup(String... bulkGet) {
    answers.addAll(List.of(bulkGet));
    BackupStore store = BackupStore.folder(folder.resolve("b"));
    return Backup.of(couch).databases("medic").to(store).attempts(2).start().await().leaves();
  }

  @Test
  void anErrorIsAskedAgain() {
    String failed = error("2-b", "internal_server_error", "timeout");

    assertThat(backup(results(failed, C), results(ok(2, "b"), C))).isEqualTo(2);
  }

  @Test
  void anErrorThatStaysFailsTheBackup() throws IOException {
    String failed = error("2-b", "internal_server_error", "timeout");

    assertThatThrownBy(() -> backup(results(failed, C)))
        .isInstanceOf(CouchDbException.class)
        .hasMessageContaining("internal_server_error - timeout (revision 2-b of 'a')");
    assertThat(BackupStore.folder(folder.resolve("b")).list()).isEmpty();
  }

  @Test
  void aMissingLeafIsNotReplacedByAnother() {
    assertThatThrownBy(() -> backup(results(MISSING_B, C), results(C)))
        .isInstanceOf(VerificationFailedException.class)
        .hasMessageContaining("[2-b] of 'a'");
  }

  @Test
  void aMissingLeafThatIsStillOneFailsTheBackup() {
    assertThatThrownBy(() -> backup(results(MISSING_B, C), results(C + "," + MISSING_B)))
        .isInstanceOf(VerificationFailedException.class)
        .hasMessageContaining("[2-b] of 'a'");
  }

  @Test
  void aMissingLeafIsReplacedByItsDescendant() {
    assertThat(backup(results(MISSING_B, C), results(ok(3, "d") + "," + C))).isEqualTo(2);
  }

  @Test
  void aRevisionWhoseIdBulkGetDoesNotTakeIsReadAlone() {
    String illegal = error("2-b", "illegal_docid", "Only reserved ids may start with underscore.");

    assertThat(backup(results(illegal, C))).isEqualTo(2);

    BackupStore store = BackupStore.folder(folder.resolve("b"));
    assertThat(Verify.backup(store).start().await().leaves()).isEqualTo(2);
  }

  @Test
  void whatCouchDbListsAboutItsOwnFilesIsNoDocumentOfTheDatabase() throws IOException {
    backup(results(ok(2, "b"), C));

    BackupStore store = BackupStore.folder(folder.resolve("b"));
    assertThat(store.list()).anyMatch(name -> name.contains("manifest.json"));
    assertThat(Manifests.database(store, Manifests.top(store).databases().get(0)).counts().locals())
        .isEqualTo(1);
  }

  @Test
  void noDatabaseIsNotAll() {
    assertThatThrownBy(() -> Backup.of(couch).databases(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("allDatabases()");
  }
}
