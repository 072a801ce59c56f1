package io.github.chthosting.couchdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.server.NotFoundException;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers that are a success as a whole and hold an error: never "there is no such thing". */
class ClientRowErrorsTest {
  private static final String TIMEOUT = "'error':'timeout','reason':'slow'";

  /** Too long for a URL, so that it is asked for by a bulk request. */
  private static final String LONG = "x".repeat(8_000);

  private final FakeCouch fake = new FakeCouch();

  @AfterEach
  void close() {
    fake.close();
  }

  private void assertFails(String answer, ThrowingCallable call) {
    fake.answer(answer);
    assertThatThrownBy(call)
        .isInstanceOf(HostingException.class)
        .isNotInstanceOf(NotFoundException.class)
        .hasMessageContaining("timeout - slow");
  }

  @Test
  void aDocumentThatCouldNotBeReadIsNotOneThatIsMissing() {
    Database database = fake.database();
    assertFails("{'rows':[{'key':'x'," + TIMEOUT + "}]}", () -> database.find(LONG));
    assertFails("{'rows':[{'key':'x'," + TIMEOUT + "}]}", () -> database.rev(LONG));
    assertFails(
        "{'results':[{'id':'x','docs':[{'error':{'id':'x','rev':'1-a'," + TIMEOUT + "}}]}]}",
        () -> database.leaves(LONG, ReadOptions.none()));
    assertFails(
        "[{'ok':{'_id':'a','_rev':'1-a'}},{'id':'a'," + TIMEOUT + "}]",
        () -> database.leaves("a", ReadOptions.none()));
  }

  @Test
  void aDocumentThatIsMissingIsMissing() {
    fake.answer("{'rows':[{'key':'x','error':'not_found'}]}");
    assertThat(fake.database().find(LONG)).isEmpty();
  }

  @Test
  void whatIsMissingIsNotKnownIfTheAnswerIsAnError() {
    Map<String, List<String>> asked = Map.of("a", List.of("1-a"));
    assertFails("{" + TIMEOUT + "}", () -> fake.database().bulk().missing(asked));
    assertFails("{'a':{" + TIMEOUT + "}}", () -> fake.database().bulk().missing(asked));
  }

  @Test
  void anErrorInThePlaceOfAListIsNotSuccess() {
    List<Document> documents = List.of(Document.of("a"));
    assertFails("{" + TIMEOUT + "}", () -> fake.database().bulk().writeRevisions(documents));
  }

  @Test
  void aDatabaseThatCannotBeAskedExists() {
    fake.answer("{'couchdb':'Welcome','version':'3.5.0'}");
    assertFails("[{'key':'a'," + TIMEOUT + "}]", () -> fake.couch().databaseInfos(List.of("a")));
  }

  @Test
  void aPurgeThatFailedForOneDocumentIsNotDone() {
    fake.answer("{'couchdb':'Welcome','version':'3.5.0'}");
    fake.answer("{'shards':{'00000000-ffffffff':['a@h']}}");
    assertFails(
        "{'purge_seq':null,'purged':{'a':{" + TIMEOUT + "}}}",
        () -> fake.database().upkeep().purge(Map.of("a", List.of("1-a"))));
  }
}
