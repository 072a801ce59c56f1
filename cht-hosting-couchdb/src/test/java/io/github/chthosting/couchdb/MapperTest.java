package io.github.chthosting.couchdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** The JSON mapper of a client, its own or one that is brought along. */
class MapperTest {
  private final FakeCouch fake = new FakeCouch();

  @AfterEach
  void close() {
    fake.close();
  }

  @Test
  void documentsAreAsDeepAsCouchDbTakesThem() {
    String deep = "[".repeat(5000) + "]".repeat(5000);
    fake.answer("{'_id':'x','deep':" + deep + "}");
    Document document = fake.database().get("x");
    assertThat(fake.request()).isEqualTo("GET /db/x");
    int levels = 0;
    for (JsonNode node = document.get("deep"); node instanceof ArrayNode; node = node.path(0)) {
      levels++;
    }
    assertThat(levels).isEqualTo(5000);

    fake.answer(201, "{'ok':true,'id':'x','rev':'1-a'}");
    fake.database().put(document);
    assertThat(fake.request()).isEqualTo("PUT /db/x {\"_id\":\"x\",\"deep\":" + deep + "}");
  }

  @Test
  void numbersKeepTheirDigits() {
    String digits = "9876543210".repeat(200);
    fake.answer("{'_id':'x','n':" + digits + "}");
    assertThat(fake.database().get("x").get("n")).hasToString(digits);
  }

  @Test
  void oneThatIsBroughtAlongReadsRowByRow() {
    fake.answer("{'total_rows':2,'rows':[{'id':'a','key':'a'},{'id':'b','key':'b'}]}");
    JsonMapper own = JsonMapper.builder().build();
    try (CouchDb couch = CouchDb.builder(URI.create(fake.url())).mapper(own).build();
        Rows<Row> rows = couch.database("db").query(ViewQuery.allDocuments())) {
      assertThat(rows.stream().map(row -> row.id().orElse(""))).containsExactly("a", "b");
    }
  }
}
