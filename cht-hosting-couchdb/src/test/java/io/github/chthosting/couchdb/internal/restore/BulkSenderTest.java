package io.github.chthosting.couchdb.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.AccessDeniedException;
import io.github.chthosting.couchdb.FakeCouch;
import io.github.chthosting.couchdb.backup.report.RejectedDocument;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.backup.Meter;
import io.github.chthosting.couchdb.internal.backup.Workers;
import io.github.chthosting.couchdb.internal.shards.Lanes;
import io.github.chthosting.operation.Operations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BulkSenderTest {
  private static final String FORBIDDEN = "{'error':'forbidden','reason':'bad'}";
  private final FakeCouch fake = new FakeCouch();

  @AfterEach
  void close() {
    fake.close();
  }

  private Outcome send(String... ids) {
    return Operations.start(
            "test",
            context -> {
              Outcome outcome = new Outcome(new Meter(context));
              send(outcome, ids);
              return outcome;
            })
        .await();
  }

  private void send(Outcome outcome, String... ids) {
    try (Workers workers = new Workers("test", 1)) {
      BulkSender sender =
          new BulkSender(
              Wire.of(fake.couch()),
              "db",
              Lanes.one(),
              workers,
              outcome,
              new Limits(1, 100, 1 << 20));
      Batch batch = sender.take(0, 100);
      for (String id : ids) {
        byte[] bytes =
            "{\"_id\":\"%s\",\"_rev\":\"1-a\"}".formatted(id).getBytes(StandardCharsets.UTF_8);
        batch.add(bytes, 0, bytes.length);
      }
      sender.send(batch);
      workers.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A batch is forbidden as CouchDB forbids it where a document of {@code _replicator} has no
   * target.
   */
  @Test
  void aBatchThatIsForbiddenAsAWholeIsHalvedUntilTheOneIsFound() {
    fake.answer(403, FORBIDDEN).answer("{'db_name':'db'}");
    fake.answer(201, "[]");
    fake.answer(403, FORBIDDEN).answer("{'db_name':'db'}");

    Outcome outcome = send("good", "evil");

    assertThat(outcome.written()).isEqualTo(1);
    assertThat(outcome.rejected()).extracting(RejectedDocument::id).containsExactly("evil");
    assertThat(outcome.rejected().get(0).reason()).contains("403 forbidden - bad");
  }

  @Test
  void aDatabaseThatIsClosedToUsIsNoRefusalOfDocuments() {
    fake.answer(403, FORBIDDEN).answer(403, FORBIDDEN);

    assertThatThrownBy(() -> send("a", "b"))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("GET ");
  }

  @Test
  void whatCouldNotBeWrittenInTimeIsSentAgain() {
    fake.answer(201, "[{'id':'a','rev':'1-a','error':'timeout','reason':'slow'}]");
    fake.answer(201, "[]");

    Outcome outcome = send("a", "b");

    assertThat(outcome.written()).isEqualTo(2);
    assertThat(outcome.rejected()).isEmpty();
  }

  @Test
  void anErrorInThePlaceOfTheListIsNotSuccess() {
    fake.answer(201, "{'error':'timeout','reason':'slow'}");
    fake.answer(201, "[{'id':'b','rev':'1-a','error':'forbidden','reason':'no'}]");

    Outcome outcome = send("a", "b");

    assertThat(outcome.written()).isEqualTo(1);
    assertThat(outcome.rejected()).extracting(RejectedDocument::id).containsExactly("b");
  }
}
