package io.github.chthosting.couchdb.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.Document;
import io.github.chthosting.couchdb.FindQuery;
import io.github.chthosting.couchdb.Mango;
import io.github.chthosting.couchdb.Page;
import io.github.chthosting.couchdb.Row;
import io.github.chthosting.couchdb.Rows;
import io.github.chthosting.couchdb.ViewQuery;
import io.github.chthosting.couchdb.server.NotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Rows of all documents and of queries. */
public abstract class ViewCases extends Cases {
  protected ViewCases(CouchDb couch) {
    super(couch);
  }

  private static List<String> ids(Database database, ViewQuery query) {
    try (Rows<Row> rows = database.query(query)) {
      return rows.stream().map(row -> row.id().orElse("-")).toList();
    }
  }

  static List<Row> allPages(Database database, ViewQuery query, int size) {
    List<Row> all = new ArrayList<>();
    Optional<ViewQuery> next = Optional.of(query);
    while (next.isPresent()) {
      Page page = database.page(next.get(), size);
      assertThat(page.rows()).hasSizeLessThanOrEqualTo(size);
      all.addAll(page.rows());
      next = page.next();
    }
    return all;
  }

  @Test
  void streamsAllDocuments() {
    Database database = fresh();
    fill(database, 0, 500);

    try (Rows<Row> rows = database.query(ViewQuery.allDocuments().includeDocuments())) {
      List<Row> all = rows.stream().toList();
      assertThat(all).hasSize(500);
      assertThat(rows.totalRows()).hasValue(500);
      assertThat(all.get(7).document().orElseThrow().get("n").asInt(0)).isEqualTo(7);
      assertThat(all.get(7).value().path("rev").asString("")).startsWith("1-");
    }
  }

  @Test
  void rangesAndDirections() {
    Database database = fresh();
    fill(database, 0, 10);

    ViewQuery some = ViewQuery.allDocuments().startKey("d00002").endKey("d00004");
    assertThat(ids(database, some)).containsExactly("d00002", "d00003", "d00004");
    assertThat(ids(database, some.endExclusive())).containsExactly("d00002", "d00003");
    assertThat(ids(database, ViewQuery.allDocuments().descending().limit(2)))
        .containsExactly("d00009", "d00008");
    assertThat(ids(database, ViewQuery.allDocuments().skip(8))).containsExactly("d00008", "d00009");
  }

  @Test
  void keysGiveARowOrAnErrorEach() {
    Database database = fresh();
    fill(database, 0, 3);
    database.delete("d00001", database.rev("d00001").orElseThrow());

    List<String> ids = List.of("d00002", "none", "d00001", "d00000");
    try (Rows<Row> rows = database.query(ViewQuery.allDocuments().ids(ids).includeDocuments())) {
      List<Row> all = rows.stream().toList();
      assertThat(all).extracting(row -> row.key().asString("")).containsExactlyElementsOf(ids);
      assertThat(all.get(0).document()).isPresent();
      assertThat(all.get(1).error()).contains("not_found");
      assertThat(all.get(2).value().path("deleted").asBoolean(false)).isTrue();
      assertThat(all.get(2).document()).isEmpty();
    }
  }

  @Test
  void pagesGiveEachRowOnce() {
    Database database = fresh();
    fill(database, 0, 101);
    List<String> all = IntStream.range(0, 101).mapToObj("d%05d"::formatted).toList();

    assertThat(allPages(database, ViewQuery.allDocuments(), 10))
        .extracting(row -> row.id().orElseThrow())
        .containsExactlyElementsOf(all);
    assertThat(allPages(database, ViewQuery.allDocuments().limit(25).skip(1), 10))
        .extracting(row -> row.id().orElseThrow())
        .containsExactlyElementsOf(all.subList(1, 26));
    assertThat(allPages(database, ViewQuery.allDocuments().ids(all), 30)).hasSize(101);
    assertThat(allPages(database, ViewQuery.allDocuments().descending(), 100)).hasSize(101);
  }

  @Test
  void pagesOverIdsOfTenKilobytes() {
    Database database = fresh();
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      documents.add(Document.of("x".repeat(10_000) + i));
    }
    database.bulk().write(documents);

    assertThat(allPages(database, ViewQuery.allDocuments(), 2)).hasSize(5);
  }

  @Test
  void listsDesignAndLocalDocuments() {
    Database database = fresh();
    database.put(document("_design/a", "{}"));
    database.put(document("_local/b", "{}"));
    database.put(document("c", "{}"));

    assertThat(ids(database, ViewQuery.designDocuments())).containsExactly("_design/a");
    assertThat(ids(database, ViewQuery.localDocuments())).contains("_local/b");
  }

  @Test
  void aMissingViewIsTyped() {
    Database database = fresh();
    assertThatThrownBy(() -> database.query(ViewQuery.view("none", "none")))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void findsBySelectorPageByPage() {
    Database database = fresh();
    fill(database, 0, 60);
    FindQuery query = FindQuery.of(json("{'n':{'$gte':10}}")).limit(20);

    List<String> found = new ArrayList<>();
    Optional<FindQuery> next = Optional.of(query);
    while (next.isPresent()) {
      Mango.Found page = database.mango().page(next.get());
      page.documents().forEach(document -> found.add(document.id()));
      next = page.next();
    }

    assertThat(found).hasSize(50).doesNotHaveDuplicates();
    try (Rows<Document> rows = database.mango().find(query.fields("n"))) {
      assertThat(rows.next().json().size()).isEqualTo(1);
    }
  }

  @Test
  void createsAndDeletesMangoIndexes() {
    Database database = fresh();
    fill(database, 0, 5);
    ObjectNode definition =
        (ObjectNode) json("{'index':{'fields':['n']},'ddoc':'by-n','name':'n','type':'json'}");

    assertThat(database.mango().createIndex(definition)).isTrue();
    assertThat(database.mango().createIndex(definition)).isFalse();
    assertThat(database.mango().indexes())
        .extracting(Mango.Index::name)
        .containsExactly("_all_docs", "n");
    FindQuery query = FindQuery.of(json("{'n':{'$gt':1}}")).sort("n").index("by-n", "n");
    assertThat(database.mango().page(query).documents()).hasSize(3);
    assertThat(database.mango().explain(query).path("index").path("name").asString(""))
        .isEqualTo("n");
    database.mango().deleteIndex("by-n", "n");
    assertThat(database.mango().indexes()).hasSize(1);
  }
}
