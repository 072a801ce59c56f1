package io.github.chthosting.couchdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.couchdb.changes.ChangesFeed;
import io.github.chthosting.couchdb.changes.ChangesQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.ObjectNode;

/** Views and filters in JavaScript, which only a real CouchDB runs. */
class JavaScriptIT {
  private static final String DESIGN =
      "{'_id':'_design/t','filters':{'odd':'function(d,r){return d.n%2==r.query.rest}'},"
          + "'views':{'mod':{'map':'function(d){emit(d.n%3,1);emit(d.n%3,1);}','reduce':'_sum'}}}";

  private final Database database = CouchDbIT.COUCH.database("client-it-" + UUID.randomUUID());

  @BeforeEach
  void fill() throws IOException {
    database.create(DatabaseOptions.defaults().q(2).n(1));
    database.put(Document.of((ObjectNode) new ObjectMapper().readTree(DESIGN.replace('\'', '"'))));
    List<Document> documents = new ArrayList<>();
    for (int n = 0; n < 30; n++) {
      documents.add(Document.of("d" + n).set("n", IntNode.valueOf(n)));
    }
    database.bulk().write(documents);
  }

  @AfterEach
  void delete() {
    database.delete();
  }

  private List<Row> pages(ViewQuery query, int size) {
    List<Row> rows = new ArrayList<>();
    for (Optional<ViewQuery> next = Optional.of(query); next.isPresent(); ) {
      Page page = database.page(next.get(), size);
      rows.addAll(page.rows());
      next = page.next();
    }
    return rows;
  }

  @Test
  void pagesOverRowsThatAreEqual() {
    ViewQuery view = ViewQuery.view("t", "mod").reduce(false);
    List<Row> whole = pages(view, 1000);
    assertThat(whole).hasSize(60);
    for (int size : new int[] {1, 3, 7}) {
      assertThat(pages(view, size)).as("pages of %d", size).isEqualTo(whole);
      assertThat(pages(view.descending(), size)).hasSize(60);
      assertThat(pages(view.key(IntNode.valueOf(1)), size)).hasSize(20);
    }
  }

  @Test
  void reducesAndGroups() {
    ViewQuery view = ViewQuery.view("t", "mod");
    assertThat(pages(view, 10))
        .singleElement()
        .satisfies(row -> assertThat(row.value().asInt(0)).isEqualTo(60));
    assertThat(pages(view.group(), 1)).extracting(row -> row.value().asInt(0)).containsOnly(20);
    assertThat(pages(view.group(), 2)).hasSize(3);
  }

  @Test
  void filtersChangesByFunctionAndView() {
    assertThat(count(ChangesQuery.normal().filter("t/odd").parameter("rest", "1"))).isEqualTo(15);
    assertThat(count(ChangesQuery.normal().view("t/mod"))).isGreaterThanOrEqualTo(30);
  }

  private long count(ChangesQuery query) {
    try (ChangesFeed feed = ChangesFeed.open(database, query)) {
      while (feed.next().isPresent()) {
        assertThat(feed.count()).isPositive();
      }
      return feed.count();
    }
  }
}
