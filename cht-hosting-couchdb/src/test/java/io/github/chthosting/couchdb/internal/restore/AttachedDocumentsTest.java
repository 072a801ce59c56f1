package io.github.chthosting.couchdb.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.AccessDeniedException;
import io.github.chthosting.OperationCancelledException;
import io.github.chthosting.couchdb.FakeCouch;
import io.github.chthosting.couchdb.backup.store.FolderStore;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.backup.Meter;
import io.github.chthosting.couchdb.internal.backup.Workers;
import io.github.chthosting.couchdb.internal.shards.Lanes;
import io.github.chthosting.couchdb.server.CouchDbException;
import io.github.chthosting.operation.WorkContext;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttachedDocumentsTest {
  private static final int LARGE = 70_000;

  @TempDir Path folder;
  private final FakeCouch fake = new FakeCouch();
  private final Outcome outcome = new Outcome(new Meter(new Silent()));
  private final List<String> batched = new ArrayList<>();

  private static final class Silent implements WorkContext {
    @Override
    public void progress(String phase, long done, long total, String unit, long bytes) {}

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public void checkCancelled() throws OperationCancelledException {}

    @Override
    public Hook onCancel(Runnable action) {
      return () -> {};
    }
  }

  @BeforeEach
  void store() throws IOException {
    byte[] content = new byte[512 + LARGE];
    java.util.Arrays.fill(content, (byte) 'z');
    Files.createDirectories(folder.resolve("databases/db"));
    Files.write(folder.resolve("databases/db/a.tar"), content);
  }

  @AfterEach
  void close() {
    fake.close();
  }

  private static String document(String id, int length, String more) {
    return "{\"_id\":\"%s\",\"_rev\":\"1-a\",\"_attachments\":{\"x\\\"y.png\":{\"content_type\":\"image/png\",\"revpos\":1,\"digest\":\"md5-x\",\"length\":%d,\"stub\":true%s,\"stored\":{\"part\":\"a.tar\",\"offset\":512}}},\"n\":1}"
        .formatted(id, length, more);
  }

  private void restore(String... lines) throws IOException {
    Batcher.Batches batches =
        new Batcher.Batches() {
          @Override
          public Batch take(int group, int size) {
            Batch batch = new Batch(1 << 20);
            batch.reset(group);
            return batch;
          }

          @Override
          public void send(Batch batch) {
            for (int i = 0; i < batch.count(); i++) {
              batched.add(new String(batch.document(i), StandardCharsets.UTF_8));
            }
          }
        };
    Batcher batcher = new Batcher(Lanes.one(), batches, 100);
    try (Workers workers = new Workers("test", 2)) {
      AttachedDocuments attached =
          new AttachedDocuments(
              Wire.of(fake.couch()),
              "db",
              new FolderStore(folder),
              "databases/db",
              batcher,
              workers,
              outcome,
              2);
      for (String line : lines) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        attached.add(bytes, 0, bytes.length);
      }
      workers.finish();
      batcher.flush();
    }
  }

  @Test
  void aSmallOneGoesIntoABatch() throws Exception {
    restore(document("a", 3, ""), "{\"_id\":\"b\",\"_rev\":\"1-b\"}");

    assertThat(batched)
        .containsExactly(
            "{\"_id\":\"a\",\"_rev\":\"1-a\",\"_attachments\":{\"x\\\"y.png\":{\"content_type\":\"image/png\",\"revpos\":1,\"digest\":\"md5-x\",\"data\":\"enp6\"}},\"n\":1}",
            "{\"_id\":\"b\",\"_rev\":\"1-b\"}");
    assertThat(fake.count()).isZero();
  }

  @Test
  void aLargeOneIsSentAsTheReplicatorSendsIt() throws Exception {
    fake.answer(201, "{'ok':true}");

    restore(document("a/b é", LARGE, ""));

    RecordedRequest request = fake.recorded();
    assertThat(request.getTarget()).isEqualTo("/db/a%2Fb%20%C3%A9?new_edits=false");
    String type = String.valueOf(request.getHeaders().get("Content-Type"));
    assertThat(type).startsWith("multipart/related; boundary=\"");
    String boundary = "--" + type.substring(type.indexOf('"') + 1, type.length() - 1);
    String body = request.getBody() == null ? "" : request.getBody().utf8();
    assertThat(body)
        .isEqualTo(
            boundary
                + "\r\nContent-Type: application/json\r\n\r\n"
                + "{\"_id\":\"a/b é\",\"_rev\":\"1-a\",\"_attachments\":{\"x\\\"y.png\":{\"content_type\":\"image/png\",\"revpos\":1,\"digest\":\"md5-x\",\"length\":70000,\"follows\":true}},\"n\":1}"
                + "\r\n"
                + boundary
                + "\r\nContent-Disposition: attachment; filename=\"x_y.png\"\r\nContent-Type: image/png\r\nContent-Length: 70000\r\n\r\n"
                + "z".repeat(LARGE)
                + "\r\n"
                + boundary
                + "--");
    assertThat(request.getHeaders().get("Content-Length"))
        .isEqualTo(String.valueOf(body.getBytes(StandardCharsets.UTF_8).length));
    assertThat(outcome.written()).isEqualTo(1);
  }

  @Test
  void gzipIsSentAsGzipHoweverSmall() throws Exception {
    fake.answer(201, "{'ok':true}");

    restore(document("a", 30, ",\"encoding\":\"gzip\",\"encoded_length\":5"));

    RecordedRequest request = fake.recorded();
    assertThat(request.getBody() == null ? "" : request.getBody().utf8())
        .contains("\"encoding\":\"gzip\",\"encoded_length\":5,\"follows\":true")
        .contains("Content-Length: 5\r\nContent-Encoding: gzip\r\n\r\nzzzzz\r\n");
  }

  @Test
  void aRefusalIsListedAndTheOthersGoOn() throws Exception {
    fake.answer(413, "{'error':'attachment_too_large','reason':'r'}");
    restore(document("a", LARGE, ""));
    fake.answer(403, "{'error':'forbidden','reason':'no'}").answer("{'db_name':'db'}");
    restore(document("b", LARGE, ""));

    assertThat(outcome.written()).isZero();
    assertThat(outcome.rejections()).isEqualTo(2);
    assertThat(outcome.rejected().get(0)).hasToString("a 1-a: attachment_too_large - r");
    assertThat(outcome.rejected().get(1).toString()).startsWith("b 1-a: forbidden - PUT ");
  }

  @Test
  void aServerThatLetsNobodyInIsNoRefusalOfADocument() {
    fake.answer(401, "{'error':'unauthorized','reason':'no'}")
        .answer(401, "{'error':'unauthorized','reason':'no'}");

    assertThatThrownBy(() -> restore(document("a", LARGE, "")))
        .isInstanceOf(AccessDeniedException.class);
  }

  @Test
  void aServerThatFailsIsNoRefusalEither() {
    fake.answer(500, "{'error':'internal','reason':'x'}");

    assertThatThrownBy(() -> restore(document("a", LARGE, "")))
        .isInstanceOf(CouchDbException.class)
        .hasMessageContaining("500 internal - x");
    assertThat(outcome.rejections()).isZero();
  }

  @Test
  void anArchiveThatIsCutIsNotSentAsWhole() {
    assertThatThrownBy(() -> restore(document("a", 60_000 + 512, "").replace("512}", "20000}")))
        .isInstanceOf(EOFException.class)
        .hasMessage("databases/db/a.tar is cut");
    assertThatThrownBy(
            () -> restore("{\"_id\":\"a\",\"_rev\":\"1-a\",\"_attachments\":{\"x\":{}}}"))
        .isInstanceOf(IOException.class)
        .hasMessage("attachment 'x' does not say where it is stored");
  }
}
