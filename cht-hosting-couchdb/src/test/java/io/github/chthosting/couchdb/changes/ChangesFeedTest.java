package io.github.chthosting.couchdb.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.UnreachableException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A feed that is cut, in every place. */
class ChangesFeedTest extends ChangesFeedCase {
  @Test
  void resumesFromTheLastSequence() {
    fake.answerCut(results(row("1-a", "a", "1-x"), row("2-b", "b", "1-x"), "{'seq':'3"));
    fake.answer(results(row("3-c", "c", "1-x")) + END);

    assertThat(read(ChangesQuery.normal())).containsExactly("a 1-x", "b 1-x", "c 1-x");
    assertThat(fake.request()).contains("since=0");
    assertThat(fake.request()).contains("since=2-b");
  }

  @Test
  void rowsWithoutASequenceAreNeitherLostNorRepeated() {
    fake.answerCut(
        results(
            row("1-a", "a", "1-x"), row("", "b", "1-x"), row("", "c", "1-x"), row("", "d", "1-x")));
    // Other shards answer first now, and c was changed meanwhile.
    fake.answer(
        results(
                row("", "e", "1-x"),
                row("", "d", "1-x"),
                row("", "c", "2-y"),
                row("5-e", "b", "1-x"),
                row("", "f", "1-x"))
            + END);

    assertThat(read(ChangesQuery.normal().sequenceInterval(4)))
        .containsExactly("a 1-x", "b 1-x", "c 1-x", "d 1-x", "e 1-x", "c 2-y", "f 1-x");
    assertThat(fake.count()).isEqualTo(2);
  }

  @Test
  void aSecondCutDoesNotForgetWhatWasDeliveredBeforeTheFirst() {
    fake.answerCut(results(row("", "a", "1-x"), row("", "b", "1-x"), row("", "c", "1-x")));
    // A sequence comes before a, b and c were seen again: they may still come after it.
    fake.answerCut(results(row("", "d", "1-x"), row("2-e", "e", "1-x"), row("", "a", "1-x")));
    fake.answer(
        results(row("", "b", "1-x"), row("", "a", "1-x"), row("", "c", "1-x"), row("", "f", "1-x"))
            + END);

    assertThat(read(ChangesQuery.normal()))
        .containsExactly("a 1-x", "b 1-x", "c 1-x", "d 1-x", "e 1-x", "f 1-x");
    assertThat(List.of(fake.request(), fake.request(), fake.request()))
        .satisfiesExactly(
            first -> assertThat(first).contains("since=0"),
            second -> assertThat(second).contains("since=0"),
            third -> assertThat(third).contains("since=2-e"));
  }

  @Test
  void aDocumentThatChangesTwiceIsDeliveredTwice() {
    fake.answer(
        row("", "a", "1-x") + "\n\n" + row("", "a", "2-x") + "\n{'last_seq':'2-x','pending':0}\n");

    assertThat(read(ChangesQuery.continuous().timeout(Duration.ofSeconds(1))))
        .containsExactly("a 1-x", "a 2-x");
  }

  @Test
  void cutAtEveryByte() {
    String first = results(row("1", "a", "1-x"));
    String both = results(row("1", "a", "1-x"), row("", "b", "1-x"));
    String whole = both + END;
    for (int length : IntStream.range(1, whole.length()).toArray()) {
      fake.answerChunked(whole.substring(0, length));
      fake.answer(length < first.length() ? whole : results(row("", "b", "1-x")) + END);
      assertThat(read(ChangesQuery.normal()))
          .as("cut after %d bytes", length)
          .containsExactly("a 1-x", "b 1-x");
    }
  }

  @Test
  void anErrorInTheMiddleIsFollowedByAResume() {
    fake.answerChunked(
        results(row("1-a", "a", "1-x"))
            + "\n{'code':500,'error':'timeout','reason':'The request could not be processed'}\n");
    fake.answer(results(row("2-b", "b", "1-x")) + END);

    assertThat(read(ChangesQuery.normal())).containsExactly("a 1-x", "b 1-x");
  }

  @Test
  void newestFirstCannotBeResumed() {
    fake.answerCut(results(row("1-a", "a", "1-x"), "{'se"));
    try (ChangesFeed feed = ChangesFeed.open(fake.database(), ChangesQuery.normal().descending())) {
      assertThat(feed.next()).isPresent();
      assertThatThrownBy(feed::next).isInstanceOf(UnreachableException.class);
      assertThat(feed.next()).isEmpty();
    }
  }

  @Test
  void theLimitHoldsOverACut() {
    fake.answerCut(results(row("", "a", "1-x"), row("", "b", "1-x"), "{'se"));
    fake.answer(
        results(
                row("", "c", "1-x"),
                row("", "d", "1-x"),
                row("", "a", "1-x"),
                row("", "e", "1-x"),
                row("", "f", "1-x"))
            + END);

    assertThat(read(ChangesQuery.normal().limit(5)))
        .containsExactly("a 1-x", "b 1-x", "c 1-x", "d 1-x", "e 1-x");
    assertThat(fake.request()).contains("limit=5");
    assertThat(fake.request()).contains("limit=5");
  }

  @Test
  void documentsComeAsTheyAre() {
    fake.answer(
        "{'results':[{'seq':1,'id':'a\\u00e9','changes':[{'rev':'1-x'},{'rev':'1-w'}],'deleted':true,"
            + "'doc':{'_id':'a\\u00e9','_rev':'1-x','_deleted':true,'n':1.50}}"
            + END);
    try (ChangesFeed feed =
        ChangesFeed.open(fake.database(), ChangesQuery.normal().includeDocuments())) {
      Change change = feed.next().orElseThrow();
      assertThat(change.id()).isEqualTo("aé");
      assertThat(change.revs()).containsExactly("1-x", "1-w");
      assertThat(change.deleted()).isTrue();
      assertThat(change.sequence()).contains("1");
      assertThat(change.document().orElseThrow().json().path("n").asDouble(0)).isEqualTo(1.5);
    }
  }

  @Test
  void saysWhereItIs() {
    fake.answer(results(row("1-a", "a", "1-x"), row("", "b", "1-x")) + END);
    try (ChangesFeed feed = ChangesFeed.open(fake.database(), ChangesQuery.normal())) {
      feed.next();
      feed.next();
      assertThat(feed.since()).isEqualTo("1-a");
      assertThat(feed.next()).isEmpty();
      assertThat(feed.since()).isEqualTo("9-z");
      assertThat(feed.pending()).hasValue(0);
      assertThat(feed.count()).isEqualTo(2);
    }
  }
}
