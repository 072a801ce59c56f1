package io.github.chthosting.couchdb.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.OperationCancelledException;
import io.github.chthosting.UnreachableException;
import io.github.chthosting.couchdb.server.CouchDbException;
import io.github.chthosting.couchdb.server.NotFoundException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A feed that ends: by an error that stays, by its server, by its limit, or by its reader. */
class EndingFeedsTest extends ChangesFeedCase {
  @Test
  void givesUpOnAnErrorThatStays() {
    for (int i = 0; i < 20; i++) {
      fake.answerChunked("{'results':[\n\n{'error':'timeout','reason':'no shard'}\n");
    }
    try (ChangesFeed feed =
        ChangesFeed.open(
            fake.database(), ChangesQuery.normal().giveUpAfter(Duration.ofMillis(50)))) {
      assertThatThrownBy(feed::next)
          .isInstanceOfSatisfying(
              CouchDbException.class,
              e -> {
                assertThat(e.error()).isEqualTo("timeout");
                assertThat(e.reason()).isEqualTo("no shard");
                assertThat(e.status()).isEqualTo(200);
              });
    }
  }

  @Test
  void theFirstConnectionIsNotRepeated() {
    fake.answer(404, "{'error':'not_found','reason':'Database does not exist.'}");
    assertThatThrownBy(() -> ChangesFeed.open(fake.database(), ChangesQuery.normal()))
        .isInstanceOf(NotFoundException.class);
    assertThat(fake.count()).isEqualTo(1);
  }

  @Test
  void aDatabaseThatIsDeletedMeanwhileEndsTheFeed() {
    fake.answerCut(results(row("1-a", "a", "1-x"), "{'se"));
    fake.answer(404, "{'error':'not_found','reason':'Database does not exist.'}");
    try (ChangesFeed feed = ChangesFeed.open(fake.database(), ChangesQuery.normal())) {
      assertThat(feed.next()).isPresent();
      assertThatThrownBy(feed::next).isInstanceOf(NotFoundException.class);
    }
  }

  @Test
  void aContinuousFeedGoesOnWhenCouchDbGoesDown() {
    fake.answer(row("1-a", "a", "1-x") + "\n{'last_seq':'1-a','pending':0}\n");
    fake.answer("\n\n" + row("2-b", "b", "1-x") + "\n");
    try (ChangesFeed feed = ChangesFeed.open(fake.database(), ChangesQuery.continuous())) {
      assertThat(feed.next().orElseThrow().id()).isEqualTo("a");
      assertThat(feed.next().orElseThrow().id()).isEqualTo("b");
    }
    fake.request();
    assertThat(fake.request()).contains("since=1-a");
  }

  /** CouchDB 3.3 sends heartbeats for ever after the last row. */
  @Test
  void aContinuousFeedWithALimitEndsByItself() {
    fake.answerCut(row("1-a", "a", "1-x") + "\n" + row("2-b", "b", "1-x") + "\n\n\n");

    assertThat(read(ChangesQuery.continuous().limit(2))).containsExactly("a 1-x", "b 1-x");
    assertThat(fake.count()).isEqualTo(1);
  }

  @Test
  void aContinuousFeedThatEndsEachTimeIsGivenUp() {
    for (int i = 0; i < 100; i++) {
      fake.answer("{'last_seq':'1-a','pending':0}\n");
    }
    Duration soon = Duration.ofMillis(200);
    try (ChangesFeed feed =
        ChangesFeed.open(fake.database(), ChangesQuery.continuous().giveUpAfter(soon))) {
      assertThatThrownBy(feed::next).isInstanceOf(UnreachableException.class);
    }
    assertThat(fake.count()).isLessThan(20);
  }

  @Test
  void closingEndsAWaitBetweenConnections() throws Exception {
    fake.answer(row("1-a", "a", "1-x") + "\n");
    for (int i = 0; i < 100; i++) {
      fake.answer(503, "{'error':'down','reason':'down'}");
    }
    try (ChangesFeed feed = ChangesFeed.open(fake.database(), ChangesQuery.continuous())) {
      feed.next();
      CompletableFuture<Optional<Change>> waiting = CompletableFuture.supplyAsync(feed::next);
      while (fake.count() < 3) {
        Thread.onSpinWait();
      }
      CompletableFuture.runAsync(feed::close).join();
      assertThat(waiting.get(20, TimeUnit.SECONDS)).isEmpty();
    }
  }

  @Test
  void anInterruptEndsAWaitAndIsKept() {
    fake.answerCut(results(row("1-a", "a", "1-x"), "{'se"));
    for (int i = 0; i < 3; i++) {
      fake.answerChunked("{'results':[");
    }
    try (ChangesFeed feed = ChangesFeed.open(fake.database(), ChangesQuery.normal())) {
      feed.next();
      Thread.currentThread().interrupt();
      assertThatThrownBy(feed::next).isInstanceOf(OperationCancelledException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
