package io.github.chthosting.testkit.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.testkit.internal.http.ApiException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDatabaseTest {
  private static final JsonBody X1 =
      new JsonBody("{\"x\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8));

  static DocumentEdit edit(String id, @Nullable Rev rev, boolean deleted, JsonBody body) {
    List<String> revs = rev == null ? List.of() : List.of(rev.id());
    return new DocumentEdit(id, rev == null ? 0 : rev.pos(), revs, deleted, body, List.of());
  }

  static DocumentEdit replicated(String id, long start, String... revs) {
    return new DocumentEdit(id, start, List.of(revs), false, X1, List.of());
  }

  static WriteResult write(DocumentStore db, DocumentEdit edit) {
    return db.write(List.of(edit), false, Validation.NONE).get(0);
  }

  @Test
  void aDocumentIsCreatedChangedDeletedAndCreatedAgain() {
    try (LocalDatabase db = LocalDatabase.inMemory("db")) {
      Rev first = write(db, edit("b", null, false, JsonBody.EMPTY)).orThrow();
      assertThat(first).hasToString("1-967a00dff5e02add41819138abb3284d");
      Rev gone = write(db, edit("b", first, true, JsonBody.EMPTY)).orThrow();
      assertThat(gone).hasToString("2-eec205a9d413992850a6e32678485900");
      assertThat(db.info().path("doc_del_count").asInt()).isEqualTo(1);
      assertThatThrownBy(() -> write(db, edit("b", gone, false, X1)).orThrow())
          .isInstanceOf(ApiException.class)
          .hasMessage("Document update conflict.");
      Rev again = write(db, edit("b", null, false, X1)).orThrow();
      assertThat(again).hasToString("3-0979657d0d3993bf2c456d0d467d005e");
      assertThat(db.documentCount()).isEqualTo(1);
      assertThat(db.sequence()).isEqualTo(3);
    }
  }

  @Test
  void aBatchHasOneWinnerOfEachId() {
    try (LocalDatabase db = LocalDatabase.inMemory("db")) {
      List<WriteResult> results =
          db.write(
              List.of(edit("a", null, false, X1), edit("a", null, false, JsonBody.EMPTY)),
              false,
              Validation.NONE);
      assertThat(results.get(0).error()).isNull();
      assertThat(results.get(1).error()).hasMessage("Document update conflict.");
    }
  }

  @Test
  void changesAreGivenOnceAndInOrder() {
    try (LocalDatabase db = LocalDatabase.inMemory("db")) {
      write(db, edit("a", null, false, X1));
      Rev b = write(db, edit("b", null, false, X1)).orThrow();
      write(db, edit("c", null, false, X1));
      write(db, edit("b", b, false, JsonBody.EMPTY));
      ChangesCursor cursor = db.changes("1", false);
      assertThat(cursor.pending()).isEqualTo(2);
      List<String> ids = new ArrayList<>();
      for (StoredDocument d = cursor.next(); d != null; d = cursor.next()) {
        ids.add(d.id() + d.seq());
      }
      assertThat(ids).containsExactly("c3", "b4");
      assertThat(cursor.seq().longValue()).isEqualTo(4);
      assertThat(cursor.pending()).isZero();
    }
  }

  @Test
  void whatWasWrittenIsThereAfterOpeningAgain(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("shards/00/db.couch");
    byte[] large = new byte[200_000];
    large[7] = 7;
    Rev rev;
    LocalDatabase db = LocalDatabase.open("db", file);
    Attachment big = attachment(db, "big", large);
    Attachment small = attachment(db, "small", new byte[] {1, 2});
    DocumentEdit edit = new DocumentEdit("a", 0, List.of(), false, X1, List.of(big, small));
    Rev first = write(db, edit).orThrow();
    rev = write(db, edit("a", first, false, JsonBody.EMPTY)).orThrow();
    db.write(List.of(replicated("a", 1, "abc")), true, Validation.NONE);
    db.writeLocal("_local/x", null, X1);
    db.revsLimit(77);
    // No close: a killed process does not close either. Half a frame is at the end.
    Files.write(file, new byte[] {0, 0, 1, 0, 9, 9}, StandardOpenOption.APPEND);

    try (LocalDatabase again = LocalDatabase.open("db", file)) {
      StoredDocument document = again.document("a").orElseThrow();
      assertThat(document.winner().rev()).isEqualTo(rev);
      assertThat(document.leaves()).hasSize(2);
      RevisionLeaf old = document.revision(first).orElseThrow();
      assertThat(old.body().text()).isEqualTo(X1.text());
      assertThat(old.attachments().get(0).content().open().readAllBytes()).isEqualTo(large);
      assertThat(old.attachments().get(1).content().open().readAllBytes()).containsExactly(1, 2);
      assertThat(again.local("_local/x").orElseThrow().rev()).isEqualTo("0-1");
      assertThat(again.revsLimit()).isEqualTo(77);
      again.compact();
      assertThat(again.document("a").orElseThrow().revision(first)).isEmpty();
      write(again, edit("z", null, false, X1));
    }
    try (LocalDatabase compacted = LocalDatabase.open("db", file)) {
      assertThat(compacted.document("a").orElseThrow().leaves()).hasSize(2);
      assertThat(compacted.document("z")).isPresent();
      // Four edits, and the change of the limit.
      assertThat(compacted.sequence()).isEqualTo(5);
    }
  }

  private static Attachment attachment(LocalDatabase db, String name, byte[] bytes)
      throws IOException {
    Blob blob = db.spool().keep(new ByteArrayInputStream(bytes));
    return new Attachment(name, "a/b", blob, "00".repeat(16), 0, false, bytes.length);
  }

  @Test
  void aPurgedLeafIsForgotten() {
    try (LocalDatabase db = LocalDatabase.inMemory("db")) {
      db.write(
          List.of(replicated("a", 2, "b", "a"), replicated("a", 2, "c", "a")),
          true,
          Validation.NONE);
      assertThat(db.purge(List.of(new PurgeRequest("a", List.of(new Rev(2, "c"))))))
          .containsExactly(List.of(new Rev(2, "c")));
      assertThat(db.document("a").orElseThrow().leaves()).hasSize(1);
      db.purge(List.of(new PurgeRequest("a", List.of(new Rev(2, "b")))));
      assertThat(db.document("a")).isEmpty();
      assertThat(db.info().path("purge_seq").asInt()).isEqualTo(2);
    }
  }

  @Test
  void idsAreInTheOrderOfTheirBytes() {
    try (LocalDatabase db = LocalDatabase.inMemory("db")) {
      for (String id : List.of("b", "\uffee", "a", "𝄞", "B")) {
        write(db, edit(id, null, false, X1));
      }
      List<String> ids = new ArrayList<>();
      db.documents(IdRange.ALL).forEachRemaining(d -> ids.add(d.id()));
      assertThat(ids).containsExactly("B", "a", "b", "\uffee", "𝄞");
      ids.clear();
      db.documents(new IdRange("b", "a", false, true)).forEachRemaining(d -> ids.add(d.id()));
      assertThat(ids).containsExactly("b");
      assertThat(db.offset(new IdRange("b", null, true, true))).isEqualTo(2);
    }
  }
}
