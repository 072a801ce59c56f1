package io.github.chthosting.couchdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.AccessDeniedException;
import io.github.chthosting.HostingException;
import io.github.chthosting.TimedOutException;
import io.github.chthosting.UnreachableException;
import io.github.chthosting.UnsupportedVersionException;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.server.ConflictException;
import io.github.chthosting.couchdb.server.CouchDbException;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that say no, break off, or are something else. */
class BrokenAnswersTest {
  private final FakeCouch fake = new FakeCouch();

  @AfterEach
  void close() {
    fake.close();
  }

  private List<Row> rows() {
    try (Rows<Row> rows = fake.database().query(ViewQuery.allDocuments())) {
      return rows.stream().toList();
    }
  }

  @Test
  void messagesNameRequestStatusErrorReasonAndAttempt() {
    fake.answer(409, "{'error':'conflict','reason':'Document update conflict.'}");
    assertThatThrownBy(() -> fake.database().put(Document.of("x")))
        .isInstanceOf(ConflictException.class)
        .hasMessage(
            "PUT %s/db/x: 409 conflict - Document update conflict. (attempt 1 of 1)", fake.url());
  }

  @ParameterizedTest
  @CsvSource({"401, unauthorized", "403, forbidden"})
  void refusals(int status, String error) {
    fake.answer(status, "{'error':'" + error + "','reason':'You are not a server admin.'}");
    assertThatThrownBy(() -> fake.couch().databases())
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining(status + " " + error + " - You are not a server admin.");
  }

  @ParameterizedTest
  @CsvSource({"400, false", "412, false", "413, false", "429, true", "500, true", "503, true"})
  void otherStatuses(int status, boolean retryable) {
    fake.answer(status, "{'error':'e','reason':'r'}");
    assertThatThrownBy(() -> fake.couch().databases())
        .isInstanceOfSatisfying(
            CouchDbException.class,
            e -> {
              assertThat(e.status()).isEqualTo(status);
              assertThat(e.isRetryable()).isEqualTo(retryable);
              assertThat(e.operation()).isEqualTo("GET " + fake.url() + "/_all_dbs");
            });
  }

  @Test
  void anErrorPageOfAProxy() {
    fake.answer(502, "<html>Bad gateway</html>");
    assertThatThrownBy(() -> fake.database().info())
        .isInstanceOf(CouchDbException.class)
        .hasMessage(
            "GET %s/db: 502 (attempt 1 of 1). This is not CouchDB's own answer (application/json, from a server that does not say its name): check that CouchDB runs behind it, and how long the proxy between waits.",
            fake.url());
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>hello</html>", "", "[1,", "{'couchdb':'Wel"})
  void answersThatAreNotJson(String body) {
    fake.answer(body);
    assertThatThrownBy(() -> fake.couch().info())
        .isInstanceOf(HostingException.class)
        .hasMessageContaining("is not JSON");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'version':'8.1','name':'elastic'}", "[]", "'x'"})
  void serversThatAreNotCouchDb(String body) {
    fake.answer(body);
    assertThatThrownBy(() -> fake.couch().info())
        .isInstanceOf(HostingException.class)
        .hasMessageContaining("is not CouchDB");
  }

  @Test
  void couchDbOneIsTooOld() {
    fake.answer("{'couchdb':'Welcome','version':'1.7.2'}");
    assertThatThrownBy(() -> fake.couch().info())
        .isInstanceOf(UnsupportedVersionException.class)
        .hasMessageContaining("CouchDB 1.7.2 is too old");
  }

  @Test
  void whatAServerDoesNotHaveIsNamed() {
    fake.answer("{'couchdb':'Welcome','version':'2.3.1'}");
    assertThatThrownBy(() -> fake.couch().node().prometheus())
        .isInstanceOf(UnsupportedVersionException.class)
        .hasMessage(
            "_prometheus is unsupported by CouchDB 2.3.1: needs 3.2 or later. Nothing was sent.");
    assertThatThrownBy(() -> fake.database().design("d").nouveau("i"))
        .isInstanceOf(UnsupportedVersionException.class);
    assertThatThrownBy(() -> fake.database().upkeep().cleanUpNouveau())
        .isInstanceOf(UnsupportedVersionException.class);
    assertThatThrownBy(() -> fake.database().create(DatabaseOptions.defaults().partitioned()))
        .isInstanceOf(UnsupportedVersionException.class);
    assertThat(fake.count()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'total_rows':2,'rows':[\n{'id':'a','key':'a','value':1}\n{'code':500,'error':'timeout','reason':'r'}\n",
        "{'total_rows':2,'rows':[\n{'id':'a','key':'a','value':1},\n{'error':'timeout','reason':'r'}\n",
        "{'total_rows':2,'rows':[{'id':'a','key':'a','value':1}],'error':'timeout','reason':'r'}",
      })
  void anErrorAfterAGoodBeginning(String body) {
    fake.answerChunked(body);
    assertThatThrownBy(this::rows)
        .isInstanceOfSatisfying(
            CouchDbException.class,
            e -> {
              assertThat(e.status()).isEqualTo(200);
              assertThat(e.error()).isEqualTo("timeout");
              assertThat(e.reason()).isEqualTo("r");
              assertThat(e).hasMessageContaining("after 1 rows");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'rows':[\n\n{'code':500,'error':'timeout','reason':'r'}\n",
        "{'error':'timeout','reason':'r'}",
        "{'rows':[],'error':'timeout','reason':'r'}",
      })
  void anErrorInThePlaceOfRows(String body) {
    fake.answerChunked(body);
    assertThatThrownBy(this::rows)
        .isInstanceOfSatisfying(
            CouchDbException.class, e -> assertThat(e.error()).isEqualTo("timeout"));
  }

  @Test
  void aDocumentThatLooksLikeAnErrorIsADocument() {
    fake.answer("{'docs':[{'error':'e','reason':'r'},{'error':'f'}],'bookmark':'nil'}");
    try (Rows<Document> docs =
        fake.database().mango().find(FindQuery.of(Document.of("x").json()))) {
      assertThat(docs.stream().map(doc -> doc.get("error").asString(""))).containsExactly("e", "f");
    }
  }

  @Test
  void aLongErrorBehindManyRows() {
    StringBuilder body = new StringBuilder("{'rows':[\n{'id':'a','key':'a','value':1}");
    for (int i = 0; i < 10_000; i++) {
      body.append(",\n{'id':'a','key':'a','value':1}");
    }
    fake.answerChunked(body + "\n{'error':'timeout','reason':'" + "é".repeat(3_000) + "'}\n");
    assertThatThrownBy(this::rows)
        .isInstanceOfSatisfying(
            CouchDbException.class, e -> assertThat(e.reason()).isEqualTo("é".repeat(3_000)));
  }

  @Test
  void rowsThatAreCut() {
    fake.answerCut("{'rows':[\n{'id':'a','key':'a','value':1},\n{'id':'b'");
    assertThatThrownBy(this::rows)
        .isInstanceOf(UnreachableException.class)
        .hasMessageContaining("was cut after 1 rows");
    fake.answerChunked("{'rows':[\n{'id':'a','key':'a','value':1},\n{'id':'b'");
    assertThatThrownBy(this::rows)
        .isInstanceOf(UnreachableException.class)
        .hasMessageContaining("was cut after 1 rows");
  }

  @Test
  void rowsThatStall() {
    fake.answer(
        FakeCouch.response(200, "{'rows':[\n{'id':'a','key':'a','value':1},\n")
            .throttleBody(40, 30, TimeUnit.SECONDS)
            .build());
    Database database = fake.database().within(Duration.ofMillis(300));
    try (Rows<Row> rows = database.query(ViewQuery.allDocuments())) {
      assertThatThrownBy(() -> rows.forEachRemaining(row -> {}))
          .isInstanceOf(TimedOutException.class);
    }
  }

  @Test
  void anAnswerThatNeverEndsIsNotReadForever() {
    fake.answer(new MockResponse.Builder().body(" ".repeat((64 << 20) + 1)).build());
    assertThatThrownBy(() -> fake.couch().databases())
        .isInstanceOf(HostingException.class)
        .hasMessageContaining("longer than");
  }

  @Test
  void attachmentsWhoseBytesAreNotTheirs() throws Exception {
    fake.answer(
        new MockResponse.Builder()
            .body("other")
            .addHeader("ETag", "\"Uonfc331cyb83SJZevsfrA==\"")
            .build());
    try (Attachment attachment = fake.database().attachments().open("a", "b")) {
      assertThatThrownBy(() -> attachment.body().readAllBytes())
          .isInstanceOf(VerificationFailedException.class)
          .hasMessageContaining("CouchDB says md5-Uonfc331cyb83SJZevsfrA==");
    }
  }

  @Test
  void attachmentsThatCouchDbHoldsOtherwiseThanSent() {
    fake.answer(201, "{'ok':true,'rev':'1-a'}");
    fake.answer("{'_id':'a','_attachments':{'b':{'digest':'md5-x','length':3}}}");
    assertThatThrownBy(
            () ->
                fake.database()
                    .attachments()
                    .put(
                        "a",
                        "b",
                        Optional.empty(),
                        "image/png",
                        3,
                        new ByteArrayInputStream(new byte[] {1, 2, 3})))
        .isInstanceOf(VerificationFailedException.class);
  }
}
