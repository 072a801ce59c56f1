package io.github.chthosting.couchdb.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.couchdb.BulkResult;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.Document;
import io.github.chthosting.couchdb.Fetched;
import io.github.chthosting.couchdb.ReadOptions;
import io.github.chthosting.couchdb.Row;
import io.github.chthosting.couchdb.Rows;
import io.github.chthosting.couchdb.ViewQuery;
import io.github.chthosting.couchdb.server.ConflictException;
import io.github.chthosting.couchdb.server.IllegalNameException;
import io.github.chthosting.couchdb.server.NotFoundException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents, one and many. */
public abstract class DocumentCases extends Cases {
  protected DocumentCases(CouchDb couch) {
    super(couch);
  }

  static List<String> names() {
    return List.of(
        "plain",
        "with/slash",
        "a+b",
        "100%",
        "%2F",
        "two words",
        "😀 emoji",
        "?#&=;",
        "quote\"s'",
        "back\\slash",
        "Ünïcödé",
        ".",
        "..",
        "é".repeat(100),
        "_design/with/slash +%",
        "_local/with/slash +%",
        "_local/😀");
  }

  @ParameterizedTest
  @MethodSource("names")
  void anyNameIsRightOnTheWire(String id) {
    Database database = fresh();
    String rev = database.put(document(id, "{'n':1}"));

    assertThat(database.get(id).id()).isEqualTo(id);
    assertThat(database.rev(id)).contains(rev);
    String second = database.put(document(id, "{'n':2}").rev(rev));
    assertThat(database.get(id).get("n").asInt(0)).isEqualTo(2);
    database.delete(id, second);
    assertThat(database.find(id)).isEmpty();
    assertThat(database.exists()).isTrue();
  }

  @Test
  void idsOfTenKilobytes() {
    Database database = fresh();
    String id = "x".repeat(9_990) + "/+ %😀";
    String rev = database.put(document(id, "{'n':1}"));

    assertThat(database.get(id).rev()).contains(rev);
    assertThat(database.copy(id, "short", Optional.empty())).startsWith("1-");
    try (Rows<Row> rows = database.query(ViewQuery.allDocuments().ids(List.of(id)))) {
      assertThat(rows.next().id()).contains(id);
    }
    database.delete(id, rev);
  }

  @Test
  void namesThatCouchDbRefusesAreNotSent() {
    Database database = fresh();
    for (String id : List.of("", "_x", "_design/", "_local/", "a\ud83d", "_designx/y")) {
      assertThatThrownBy(() -> database.get(id)).as(id).isInstanceOf(IllegalNameException.class);
      assertThatThrownBy(() -> database.delete(id, "1-a")).isInstanceOf(IllegalNameException.class);
    }
    assertThat(database.exists()).isTrue();
  }

  @Test
  void aConflictIsTyped() {
    Database database = fresh();
    database.put(document("x", "{}"));

    assertThatThrownBy(() -> database.put(document("x", "{'n':2}")))
        .isInstanceOfSatisfying(
            ConflictException.class,
            e -> {
              assertThat(e.status()).isEqualTo(409);
              assertThat(e.error()).isEqualTo("conflict");
              assertThat(e.isRetryable()).isFalse();
              assertThat(e)
                  .hasMessageMatching(
                      "PUT http://[^/@]+/"
                          + database.name()
                          + "/x: 409 conflict - Document update conflict\\. \\(attempt 1 of 1\\)");
            });
  }

  @Test
  void aMissingDocumentIsTyped() {
    Database database = fresh();
    assertThatThrownBy(() -> database.get("x"))
        .isInstanceOfSatisfying(
            NotFoundException.class, e -> assertThat(e.reason()).isEqualTo("missing"));
    String rev = database.put(document("x", "{}"));
    database.delete("x", rev);
    assertThatThrownBy(() -> database.get("x"))
        .isInstanceOfSatisfying(
            NotFoundException.class, e -> assertThat(e.reason()).isEqualTo("deleted"));
    assertThat(database.rev("x")).isEmpty();
  }

  @Test
  void readsConflictsHistoryAndAllLeaves() {
    Database database = fresh();
    assertThat(
            database
                .bulk()
                .writeRevisions(
                    List.of(
                        revision("x", 2, "b", "a"), revision("x", 2, "c", "a"), dead("x", "d"))))
        .isEmpty();

    Document winner =
        database.get("x", ReadOptions.none().conflicts().deletedConflicts().revisions());
    assertThat(winner.rev()).contains("2-c");
    assertThat(winner.conflicts()).containsExactly("2-b");
    assertThat(winner.deletedConflicts()).containsExactly("2-d");
    assertThat(winner.revisions()).containsExactly("2-c", "1-a");
    assertThat(database.get("x", ReadOptions.none().rev("2-b")).rev()).contains("2-b");
    assertThat(database.leaves("x", ReadOptions.none()))
        .extracting(leaf -> leaf.rev().orElseThrow())
        .containsExactlyInAnyOrder("2-b", "2-c", "2-d");
    assertThat(database.leaves("none", ReadOptions.none())).isEmpty();
  }

  private static Document revision(String id, int generation, String... ids) {
    String history = "'" + String.join("','", ids) + "'";
    return document(id, "{'_revisions':{'start':" + generation + ",'ids':[" + history + "]}}")
        .rev(generation + "-" + ids[0]);
  }

  private static Document dead(String id, String revision) {
    return revision(id, 2, revision, "a").deleted(true);
  }

  @Test
  void bulkWritesTellWhatBecameOfEach() {
    Database database = fresh();
    database.put(document("a", "{}"));

    List<BulkResult> results =
        database.bulk().write(List.of(document("a", "{'n':2}"), document("b", "{}")));

    assertThat(results).extracting(BulkResult::id).containsExactly("a", "b");
    assertThat(results.get(0).error()).contains("conflict");
    assertThat(results.get(1).rev()).contains(database.rev("b").orElseThrow());
  }

  @Test
  void bulkReadsGiveRevisionsAndFailures() {
    Database database = fresh();
    String rev = database.put(document("a", "{'n':1}"));

    try (Rows<Fetched> rows =
        database
            .bulk()
            .get(
                Map.of("a", List.of(rev, "1-0123456789abcdef0123456789abcdef"), "b", List.of()),
                ReadOptions.none().revisions())) {
      List<Fetched> all = rows.stream().toList();
      assertThat(all).hasSize(3);
      assertThat(all.stream().flatMap(row -> row.documents().stream()).toList())
          .singleElement()
          .satisfies(document -> assertThat(document.revisions()).containsExactly(rev));
      assertThat(all.stream().flatMap(row -> row.failures().stream()).toList())
          .extracting(failure -> failure.error().orElseThrow())
          .containsOnly("not_found");
    }
  }

  @Test
  void missingRevisions() {
    Database database = fresh();
    String rev = database.put(document("a", "{}"));

    assertThat(database.bulk().missing(Map.of("a", List.of(rev, "2-b"), "c/+", List.of("1-d"))))
        .hasSize(2)
        .hasEntrySatisfying("a", missing -> assertThat(missing.revisions()).containsExactly("2-b"))
        .hasEntrySatisfying(
            "c/+", missing -> assertThat(missing.revisions()).containsExactly("1-d"));
    assertThat(database.bulk().missing(Map.of("a", List.of(rev)))).isEmpty();
  }

  @Test
  void mapsToTypes() {
    record Patient(String _id, String _rev, String name) {}
    Database database = fresh();
    String rev = database.put("p", Map.of("name", "Zoë"));

    assertThat(database.get("p", Patient.class)).isEqualTo(new Patient("p", rev, "Zoë"));
  }

  @Test
  void copies() {
    Database database = fresh();
    database.put(document("a", "{'n':1}"));
    String rev = database.put(document("t/ü +%", "{'n':2}"));

    database.copy("a", "t/ü +%", Optional.of(rev));

    assertThat(database.get("t/ü +%").get("n").asInt(0)).isEqualTo(1);
  }
}
