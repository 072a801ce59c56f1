package io.github.chthosting.couchdb.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.changes.Change;
import io.github.chthosting.couchdb.changes.ChangesFeed;
import io.github.chthosting.couchdb.changes.ChangesQuery;
import io.github.chthosting.couchdb.server.NotFoundException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** The changes feed. */
public abstract class ChangesCases extends Cases {
  protected ChangesCases(CouchDb couch) {
    super(couch);
  }

  static List<Change> all(Database database, ChangesQuery query) {
    List<Change> changes = new ArrayList<>();
    try (ChangesFeed feed = ChangesFeed.open(database, query)) {
      for (Optional<Change> next = feed.next(); next.isPresent(); next = feed.next()) {
        changes.add(next.get());
      }
    }
    return changes;
  }

  @Test
  void readsWhatIsThere() {
    Database database = fresh();
    fill(database, 0, 250);
    database.delete("d00003", database.rev("d00003").orElseThrow());

    List<Change> changes = all(database, ChangesQuery.normal().includeDocuments());

    assertThat(changes).hasSize(250).extracting(Change::id).doesNotHaveDuplicates();
    assertThat(changes).allSatisfy(change -> assertThat(change.sequence()).isPresent());
    assertThat(changes)
        .filteredOn(Change::deleted)
        .singleElement()
        .satisfies(change -> assertThat(change.id()).isEqualTo("d00003"));
    assertThat(changes)
        .allSatisfy(
            change ->
                assertThat(change.document().orElseThrow().rev()).contains(change.revs().get(0)));
  }

  @Test
  void sequencesNowAndThen() {
    Database database = fresh();
    fill(database, 0, 250);

    List<Change> changes = all(database, ChangesQuery.normal().sequenceInterval(100));

    assertThat(changes).hasSize(250).extracting(Change::id).doesNotHaveDuplicates();
    assertThat(changes.stream().filter(change -> change.sequence().isPresent()))
        .hasSizeBetween(2, 10);
  }

  @Test
  void continuesWhereItWas() {
    Database database = fresh();
    fill(database, 0, 100);
    List<String> ids = new ArrayList<>();
    String since = "0";
    for (int i = 0; i < 10; i++) {
      try (ChangesFeed feed =
          ChangesFeed.open(database, ChangesQuery.normal().since(since).limit(10))) {
        feed.next().ifPresent(change -> ids.add(change.id()));
        while (feed.count() < 10) {
          ids.add(feed.next().orElseThrow().id());
        }
        assertThat(feed.next()).isEmpty();
        assertThat(feed.pending()).hasValue(90 - 10L * i);
        since = feed.since();
      }
    }
    assertThat(ids).hasSize(100).doesNotHaveDuplicates();
    assertThat(all(database, ChangesQuery.normal().since(since))).isEmpty();
  }

  @Test
  void filters() {
    Database database = fresh();
    fill(database, 0, 50);
    database.put(document("_design/x", "{}"));

    assertThat(all(database, ChangesQuery.normal().documents(List.of("d00001", "d00007"))))
        .extracting(Change::id)
        .containsExactlyInAnyOrder("d00001", "d00007");
    assertThat(all(database, ChangesQuery.normal().selector(json("{'n':{'$lt':5}}")))).hasSize(5);
    assertThat(all(database, ChangesQuery.normal().designDocuments()))
        .extracting(Change::id)
        .containsExactly("_design/x");
    assertThatThrownBy(() -> ChangesFeed.open(database, ChangesQuery.normal().filter("none/none")))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void allLeaves() {
    Database database = fresh();
    String rev = database.put(document("x", "{}"));
    database
        .bulk()
        .writeRevisions(
            List.of(document("x", "{'_revisions':{'start':1,'ids':['a']}}").rev("1-a")));

    assertThat(all(database, ChangesQuery.normal().allLeaves()))
        .singleElement()
        .satisfies(change -> assertThat(change.revs()).containsExactlyInAnyOrder(rev, "1-a"));
  }

  @Test
  void followsNewChanges() throws Exception {
    Database database = fresh();
    fill(database, 0, 5);

    try (ChangesFeed feed = ChangesFeed.open(database, ChangesQuery.continuous().since("now"))) {
      fill(database, 5, 3);
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        ids.add(soon(feed).orElseThrow().id());
      }
      assertThat(ids).containsExactlyInAnyOrder("d00005", "d00006", "d00007");
      CompletableFuture<Optional<Change>> waiting = CompletableFuture.supplyAsync(feed::next);
      CompletableFuture.runAsync(feed::close).join();
      assertThat(waiting.get(20, TimeUnit.SECONDS)).isEmpty();
    }
  }

  private static Optional<Change> soon(ChangesFeed feed)
      throws InterruptedException, ExecutionException, TimeoutException {
    return CompletableFuture.supplyAsync(feed::next).get(20, TimeUnit.SECONDS);
  }

  @Test
  void followsUntilNothingComesForAWhile() {
    Database database = fresh();
    fill(database, 0, 5);

    assertThat(all(database, ChangesQuery.continuous().timeout(Duration.ofMillis(300)))).hasSize(5);
    assertThat(all(database, ChangesQuery.continuous().limit(3))).hasSize(3);
  }

  @Test
  void longpollWaitsForOne() throws Exception {
    Database database = fresh();
    fill(database, 0, 5);
    assertThat(all(database, ChangesQuery.longpoll())).hasSize(5);
    assertThat(all(database, ChangesQuery.longpoll().since("now").timeout(Duration.ofMillis(300))))
        .isEmpty();

    try (ChangesFeed feed = ChangesFeed.open(database, ChangesQuery.longpoll().since("now"))) {
      CompletableFuture<Optional<Change>> waiting = CompletableFuture.supplyAsync(feed::next);
      fill(database, 5, 1);
      assertThat(waiting.get(20, TimeUnit.SECONDS).orElseThrow().id()).isEqualTo("d00005");
      assertThat(feed.next()).isEmpty();
    }
  }

  @Test
  void newestFirst() {
    Database database = fresh();
    fill(database, 0, 20);

    assertThat(all(database, ChangesQuery.normal().descending().limit(5))).hasSize(5);
  }
}
