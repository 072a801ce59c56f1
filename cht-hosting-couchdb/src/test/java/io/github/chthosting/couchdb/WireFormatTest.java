package io.github.chthosting.couchdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.couchdb.changes.ChangesFeed;
import io.github.chthosting.couchdb.changes.ChangesQuery;
import io.github.chthosting.couchdb.server.ConflictException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Requests as they are sent, byte for byte. */
class WireFormatTest {
  private final FakeCouch fake = new FakeCouch();

  @AfterEach
  void close() {
    fake.close();
  }

  @ParameterizedTest
  @CsvSource({
    "plain, plain",
    "with/slash, with%2Fslash",
    "a+b, a%2Bb",
    "100%, 100%25",
    "two words, two%20words",
    "😀, %F0%9F%98%80",
    "_design/a/b, _design/a%2Fb",
    "_local/a/b, _local/a%2Fb",
    "?#&, %3F%23%26",
  })
  void documentsInPaths(String id, String path) {
    fake.answer("{'_id':'x'}");
    fake.couch().database("a/b+c").get(id);
    assertThat(fake.request()).isEqualTo("GET /a%2Fb%2Bc/" + path);
  }

  @Test
  void idsThatDoNotFitIntoAUrlGoInBodies() {
    fake.answer("{'rows':[{'key':'..','error':'not_found'}]}");
    assertThat(fake.database().find("..")).isEmpty();
    assertThat(fake.request())
        .isEqualTo("POST /db/_all_docs?include_docs=true {\"keys\":[\"..\"]}");

    fake.answer("[{'ok':true,'id':'..','rev':'2-b'}]");
    assertThat(fake.database().delete("..", "1-a")).isEqualTo("2-b");
    assertThat(fake.request())
        .isEqualTo(
            "POST /db/_bulk_docs "
                + "{\"docs\":[{\"_id\":\"..\",\"_rev\":\"1-a\",\"_deleted\":true}]}");

    fake.answer("[{'id':'.','error':'conflict','reason':'Document update conflict.'}]");
    assertThatThrownBy(() -> fake.database().put(Document.of(".")))
        .isInstanceOf(ConflictException.class);
  }

  @Test
  void createsWithOptions() {
    fake.answer("{'ok':true}").answer("{'couchdb':'Welcome','version':'3.5.0'}");
    fake.answer("{'ok':true}");
    fake.database().create(DatabaseOptions.defaults().q(8).n(2).placement("a:1,b:1"));
    assertThat(fake.request()).isEqualTo("PUT /db?q=8&n=2&placement=a:1%2Cb:1");
    fake.database().create(DatabaseOptions.defaults().partitioned());
    assertThat(fake.request()).isEqualTo("GET /");
    assertThat(fake.request()).isEqualTo("PUT /db?partitioned=true");
  }

  @Test
  void queriesViewsByUrlAndKeysByBody() {
    fake.answer("{'rows':[]}").answer("{'couchdb':'Welcome','version':'3.5.0'}");
    fake.answer("{'rows':[]}");
    ViewQuery query =
        ViewQuery.view("a b", "v")
            .startKey("x+")
            .startDocument("d é")
            .endKey(JsonNodeFactory.instance.arrayNode().add(1).add("é"))
            .endExclusive()
            .update("lazy")
            .reduce(false);
    fake.database().query(query).close();
    assertThat(fake.request())
        .isEqualTo(
            "GET /db/_design/a%20b/_view/v?startkey=%22x%2B%22&startkey_docid=d%20%C3%A9"
                + "&endkey=%5B1%2C%22%C3%A9%22%5D&inclusive_end=false&update=lazy&reduce=false");
    fake.database()
        .query(ViewQuery.view("a", "v").partition("p").keys(List.of(IntNode.valueOf(1))).group())
        .close();
    assertThat(fake.request()).isEqualTo("GET /");
    assertThat(fake.request())
        .isEqualTo("POST /db/_partition/p/_design/a/_view/v?group=true {\"keys\":[1]}");
  }

  @Test
  void bulkRequests() {
    fake.answer(201, "[{'id':'a','rev':'1-a','error':'forbidden','reason':'no'}]");
    assertThat(fake.database().bulk().writeRevisions(List.of(Document.of("a").rev("1-a"))))
        .containsExactly(new BulkResult("a", Optional.of("1-a"), Optional.of("forbidden"), "no"));
    assertThat(fake.request())
        .isEqualTo(
            "POST /db/_bulk_docs "
                + "{\"docs\":[{\"_id\":\"a\",\"_rev\":\"1-a\"}],\"new_edits\":false}");

    fake.answer("{'results':[{'id':'a','docs':[{'ok':{'_id':'a','_rev':'1-a'}}]}]}");
    fake.database().bulk().get(Map.of("a", List.of("1-a")), ReadOptions.none().revisions()).close();
    assertThat(fake.request())
        .isEqualTo("POST /db/_bulk_get?revs=true {\"docs\":[{\"id\":\"a\",\"rev\":\"1-a\"}]}");
  }

  @Test
  void changesQueries() {
    fake.answer("{'results':[],'last_seq':'9','pending':0}");
    ChangesFeed.open(
            fake.database(),
            ChangesQuery.normal()
                .since("5-abc")
                .allLeaves()
                .sequenceInterval(1000)
                .documents(List.of("a", "b")))
        .close();
    assertThat(fake.request())
        .isEqualTo(
            "POST /db/_changes?feed=normal&style=all_docs&seq_interval=1000&filter=_doc_ids"
                + "&since=5-abc {\"doc_ids\":[\"a\",\"b\"]}");
    fake.answer("\n");
    ChangesFeed.open(fake.database(), ChangesQuery.continuous().heartbeat(Duration.ofSeconds(3)))
        .close();
    assertThat(fake.request()).isEqualTo("GET /db/_changes?feed=continuous&heartbeat=3000&since=0");
  }

  @Test
  void nowIsFixedWhenTheFeedIsOpened() {
    fake.answer("{'results':[],'last_seq':'7-x','pending':0}");
    fake.answer("{'results':[],'last_seq':'7-x','pending':0}");
    try (ChangesFeed feed = ChangesFeed.open(fake.database(), ChangesQuery.normal().since("now"))) {
      assertThat(feed.since()).isEqualTo("7-x");
    }
    assertThat(fake.request()).isEqualTo("GET /db/_changes?since=now&limit=1");
    assertThat(fake.request()).isEqualTo("GET /db/_changes?feed=normal&since=7-x");
  }

  @Test
  void nodesAndTheirConfiguration() {
    fake.answer("'old'");
    assertThat(fake.couch().node("couchdb@a").configure("log", "level", "debug")).isEqualTo("old");
    assertThat(fake.request()).isEqualTo("PUT /_node/couchdb@a/_config/log/level \"debug\"");
  }

  @Test
  void copiesNameTheTargetAsAUrlDoes() {
    fake.answer(201, "{'ok':true,'id':'x','rev':'2-b'}");
    fake.database().copy("a", "b/ü +%", Optional.of("1-a"));
    assertThat(fake.recorded().getHeaders().get("Destination"))
        .isEqualTo("b%2F%C3%BC%20%2B%25?rev=1-a");
  }

  @Test
  void attachmentsCarryTheirDigest() throws IOException {
    fake.answer(201, "{'ok':true,'rev':'1-a'}");
    byte[] bytes = {1, 2, 3};
    fake.database().attachments().put("a", "b/c", Optional.empty(), "image/png", bytes);
    RecordedRequest put = fake.recorded();
    assertThat(put.getTarget()).isEqualTo("/db/a/b%2Fc");
    assertThat(put.getHeaders().get("Content-MD5")).isEqualTo("Uonfc331cyb83SJZevsfrA==");

    fake.answer(new MockResponse.Builder().body("xyz").addHeader("ETag", "\"AAAA\"").build());
    try (Attachment attachment = fake.database().attachments().open("a", "b")) {
      assertThat(attachment.digest()).isEmpty();
      assertThat(attachment.body().readAllBytes()).hasSize(3);
    }
    assertThat(fake.recorded().getHeaders().get("Accept-Encoding")).isEqualTo("gzip");
  }

  @Test
  void credentialsInTheAddressAreUsedAndForgotten() {
    URI uri = URI.create(fake.url().replace("http://", "http://ann:p%40ss+w@"));
    fake.answer("[]");
    try (CouchDb couch = CouchDb.builder(uri).build()) {
      couch.databases();
      assertThat(couch.toString()).doesNotContain("p%40ss", "ann");
      assertThat(couch.addresses().get(0).getUserInfo()).isNull();
    }
    assertThat(fake.recorded().getHeaders().get("Authorization"))
        .isEqualTo("Basic " + "YW5uOnBAc3Mrdw==");
  }
}
