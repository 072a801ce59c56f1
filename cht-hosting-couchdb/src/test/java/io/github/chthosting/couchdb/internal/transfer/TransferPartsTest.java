package io.github.chthosting.couchdb.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.couchdb.internal.rows.ChangesRow;
import io.github.chthosting.couchdb.internal.shards.Lanes;
import io.github.chthosting.couchdb.shards.ShardRange;
import io.github.chthosting.http.Body;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransferPartsTest {
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(Body body) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    body.writeTo(out);
    assertThat(body.length()).isEqualTo(out.size());
    return out.toString(StandardCharsets.UTF_8);
  }

  private static ChangesRow row(String json) throws IOException {
    ChangesRow row = new ChangesRow();
    assertThat(row.parse(bytes(json), 0, bytes(json).length)).isPositive();
    return row;
  }

  private static DocBatch batch(String... documents) {
    DocBatch batch = new DocBatch(4);
    for (String document : documents) {
      byte[] source = bytes("xx" + document + "yy");
      batch.add(source, 2, source.length - 2);
    }
    return batch;
  }

  @Test
  void aBatchIsABodyAsAWholeAndInPieces() throws IOException {
    DocBatch batch = batch("{\"a\":1}", "{}", "{\"é\":2}");
    assertThat(text(batch.body(0, 3)))
        .isEqualTo("{\"new_edits\":false,\"docs\":[{\"a\":1},{},{\"é\":2}]}");
    assertThat(text(batch.body(1, 3))).isEqualTo("{\"new_edits\":false,\"docs\":[{},{\"é\":2}]}");
    assertThat(text(batch.body(2, 3))).isEqualTo("{\"new_edits\":false,\"docs\":[{\"é\":2}]}");
    assertThat(text(batch.body(0, 1))).isEqualTo("{\"new_edits\":false,\"docs\":[{\"a\":1}]}");
  }

  @Test
  void anAnswerOfRevsDiffBecomesAQuestionForBulkGet() throws IOException {
    RevisionList missing =
        DiffAnswer.missing(
            bytes(
                " {\"a\\\"b\" : {\"possible_ancestors\":[\"1-x\"], \"missing\":[\"2-a\", \"2-b\"]},"
                    + "\"é\":{\"missing\":[\"3-c\"]},\"none\":{\"missing\":[]}}\n"));
    assertThat(missing.documents()).isEqualTo(2);
    assertThat(missing.revisions()).isEqualTo(3);
    assertThat(text(missing.body()))
        .isEqualTo(
            "{\"docs\":[{\"id\":\"a\\\"b\",\"rev\":\"2-a\"},{\"id\":\"a\\\"b\",\"rev\":\"2-b\"},"
                + "{\"id\":\"é\",\"rev\":\"3-c\"}]}");
    assertThat(DiffAnswer.missing(bytes("{}")).revisions()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"a\":{\"missing\":[\"1-x\"]}",
        "{\"a\"",
        "{\"a\":{\"missing\":[\"1-x"
      })
  void anAnswerOfRevsDiffThatIsNoneIsRefused(String answer) {
    assertThatThrownBy(() -> DiffAnswer.missing(bytes(answer))).isInstanceOf(IOException.class);
  }

  @Test
  void aBatchGrowsAndIsUsedAgain() throws IOException {
    DocBatch batch = batch();
    for (int i = 0; i < 500; i++) {
      batch.add(bytes("{}"), 0, 2);
    }
    assertThat(batch.count()).isEqualTo(500);
    assertThat(batch.length()).isEqualTo(1499);
    batch.clear();
    batch.add(bytes("[]"), 0, 2);
    assertThat(text(batch.body(0, 1))).isEqualTo("{\"new_edits\":false,\"docs\":[[]]}");
  }

  @Test
  void revisionsAreAskedForInBothForms() throws IOException {
    ChangesRow row =
        row("{\"seq\":\"1\",\"id\":\"a\\\"é\",\"changes\":[{\"rev\":\"2-b\"},{\"rev\":\"1-c\"}]}");
    RevisionList diff = new RevisionList(true);
    diff.add(row);
    diff.add(row("{\"seq\":null,\"id\":\"z\",\"changes\":[{\"rev\":\"3-d\"}]}"));
    assertThat(diff.documents()).isEqualTo(2);
    assertThat(diff.revisions()).isEqualTo(3);
    assertThat(text(diff.body())).isEqualTo("{\"a\\\"é\":[\"2-b\",\"1-c\"],\"z\":[\"3-d\"]}");
    RevisionList get = new RevisionList(false);
    get.add(row);
    get.add(bytes("q1-e"), 0, 1, 1, 4, true);
    assertThat(text(get.body()))
        .isEqualTo(
            "{\"docs\":[{\"id\":\"a\\\"é\",\"rev\":\"2-b\"},{\"id\":\"a\\\"é\",\"rev\":\"1-c\"},"
                + "{\"id\":\"q\",\"rev\":\"1-e\"}]}");
  }

  @Test
  void anAskedListCanBeAskedAgain() throws IOException {
    RevisionList list = new RevisionList(false);
    list.add(bytes("q1-e"), 0, 1, 1, 4, true);
    assertThat(text(list.body())).isEqualTo(text(list.body()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 12, 32})
  void aLaneIsTheRangeOfTheId(int count) {
    Lanes lanes = Lanes.of(count);
    for (int i = 0; i < 2000; i++) {
      String id = "doc-é-" + i;
      int lane = lanes.of(bytes(id), 0, bytes(id).length);
      long hash = ShardRange.hash(id);
      assertThat(hash).isBetween(((long) lane << 32) / count, ((lane + 1L) << 32) / count);
    }
  }

  @Test
  void anEscapedIdHasTheLaneOfWhatItMeans() {
    Lanes lanes = Lanes.of(32);
    byte[] plain = bytes("a/\"é😀");
    byte[] escaped = bytes("\\u0061\\/\\\"\\u00e9\\ud83d\\ude00");
    assertThat(lanes.of(escaped, 0, escaped.length)).isEqualTo(lanes.of(plain, 0, plain.length));
  }

  @Test
  void flightsKnowUpToWhereAllAreDone() throws InterruptedException {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch second = new CountDownLatch(1);
    try (Flights flights = new Flights("test", 2, 1 << 20)) {
      flights.submit(10, () -> await(first));
      flights.submit(10, second::countDown);
      second.await();
      assertThat(flights.doneUpTo()).isZero();
      first.countDown();
      flights.drain();
      assertThat(flights.doneUpTo()).isEqualTo(2);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw Flights.cancelled(e);
    }
  }

  @Test
  void aFlightThatFailsIsThrownAtTheNextChance() throws InterruptedException {
    try (Flights flights = new Flights("test", 1, 1 << 20)) {
      flights.submit(
          10,
          () -> {
            throw new IllegalStateException("down");
          });
      assertThatThrownBy(flights::drain).hasMessage("down");
    }
  }

  @Test
  void oneFlightMayBeLargerThanAllTheRoom() throws InterruptedException {
    try (Flights flights = new Flights("test", 2, 1 << 10)) {
      CountDownLatch ran = new CountDownLatch(2);
      flights.submit(1 << 30, ran::countDown);
      flights.submit(1 << 30, ran::countDown);
      flights.drain();
      assertThat(ran.getCount()).isZero();
    }
  }
}
