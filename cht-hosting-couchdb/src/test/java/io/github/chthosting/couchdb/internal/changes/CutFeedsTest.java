package io.github.chthosting.couchdb.internal.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.Credentials;
import io.github.chthosting.HostingException;
import io.github.chthosting.OperationCancelledException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.changes.ChangesFeed;
import io.github.chthosting.couchdb.changes.ChangesQuery;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.rows.ChangesRow;
import io.github.chthosting.couchdb.internal.rows.Json;
import io.github.chthosting.couchdb.internal.shards.Comparison;
import io.github.chthosting.couchdb.internal.shards.MapDocument;
import io.github.chthosting.couchdb.internal.shards.ShardFile;
import io.github.chthosting.couchdb.verification.Verification;
import io.github.chthosting.http.Call;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import io.github.chthosting.testkit.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The reader of changes, and those that stand on it, over connections that are cut. */
class CutFeedsTest {
  private static final int DOCUMENTS = 2_500;

  private final EmbeddedCouchDb server = EmbeddedCouchDb.builder().start();
  private final CouchDb couch =
      CouchDb.builder(server.uris())
          .credentials(Credentials.basic("admin", "password"))
          .attempts(1)
          .build();

  @AfterEach
  void stop() {
    couch.close();
    server.close();
  }

  private Database filled(String name) {
    Database database = couch.database(name);
    database.create(DatabaseOptions.defaults().q(2));
    List<Map<String, Object>> documents = new ArrayList<>();
    for (int i = 0; i < DOCUMENTS; i++) {
      documents.add(Map.of("_id", "d" + i, "_rev", "1-" + "a".repeat(32)));
    }
    couch
        .request("POST", name, "_bulk_docs")
        .body(Map.of("docs", documents, "new_edits", false))
        .json();
    return database;
  }

  private ChangesReader reader(int interval) {
    Call call = Call.of("GET", "medic", "_changes").query("seq_interval", interval);
    return new ChangesReader(Wire.of(couch), "0", (since, again) -> call.query("since", since));
  }

  private static List<String> ids(ChangesReader reader) {
    List<String> ids = new ArrayList<>();
    for (ChangesRow row = reader.next(); row != null; row = reader.next()) {
      ids.add(Json.unescape(row.bytes(), row.idStart(), row.idEnd()));
    }
    return ids;
  }

  @Test
  void eachRowComesOnceOverSeveralCuts() {
    filled("medic");
    server.inject(Fault.on("GET", "/medic/_changes").cutAfter(60_000).times(3));
    server.inject(Fault.on("GET", "/medic/_changes").errorInBodyAfter(30_000).times(1));
    try (ChangesReader reader = reader(1000)) {
      assertThat(ids(reader)).hasSize(DOCUMENTS).doesNotHaveDuplicates();
      assertThat(reader.isResumed()).isTrue();
      couch.database("medic").put("late", Map.of());
      assertThat(ids(reader)).containsExactly("late");
    }
  }

  @Test
  void cutsWithoutANewRowAreGivenUp() {
    filled("medic");
    server.inject(Fault.on("GET", "/medic/_changes").cutAfter(20));
    try (ChangesReader reader = reader(1000).attempts(3)) {
      assertThatThrownBy(reader::next).isInstanceOf(HostingException.class);
    }
    assertThat(server.requests().stream().filter(one -> one.path().equals("/medic/_changes")))
        .hasSize(3);
  }

  @Test
  @SuppressWarnings("try") // another thread reads it while it is closed
  void whatIsClosedIsNeverTakenForTheEnd() throws Exception {
    filled("medic");
    server.inject(Fault.on("GET", "/medic/_changes").cutAfter(20));
    try (ChangesReader reader = reader(1000)) {
      CompletableFuture<List<String>> reading = CompletableFuture.supplyAsync(() -> ids(reader));
      while (server.requests().stream().noneMatch(one -> one.path().equals("/medic/_changes"))) {
        Thread.onSpinWait();
      }
      reader.close();
      assertThatThrownBy(reading::join).hasCauseInstanceOf(OperationCancelledException.class);
    }
  }

  @Test
  @Timeout(60)
  void aLimitEndsAContinuousFeedOfCouchDb33() {
    try (EmbeddedCouchDb old = EmbeddedCouchDb.builder().version("3.3.3").start();
        CouchDb client =
            CouchDb.builder(old.uri())
                .credentials(Credentials.basic("admin", "password"))
                .build()) {
      Database medic = client.database("medic");
      medic.create();
      medic.put("a", Map.of());
      medic.put("b", Map.of());
      try (ChangesFeed feed = ChangesFeed.open(medic, ChangesQuery.continuous().limit(2))) {
        assertThat(feed.next()).isPresent();
        assertThat(feed.next()).isPresent();
        assertThat(feed.next()).isEmpty();
      }
    }
  }

  @Test
  void verificationGoesOnAfterACut() throws Exception {
    Database medic = filled("medic");
    Database copy = filled("copy");
    server.inject(Fault.on("GET", "/medic/_changes").cutAfter(100_000).times(2));
    server.inject(Fault.on("GET", "/copy/_changes").errorInBodyAfter(90_000).times(1));

    Verification.between(medic, copy).start().await().requireSame();
  }

  @Test
  void filesOfNodesAreComparedOverCuts() {
    filled("medic");
    filled("copy");
    server.inject(
        Fault.on(one -> one.path().contains("shards") && one.path().endsWith("/_changes"))
            .cutAfter(50_000)
            .times(2));

    assertThat(new Comparison(file("medic"), file("copy")).run().isNone()).isTrue();
  }

  private ShardFile file(String database) {
    Wire wire = Wire.of(couch);
    MapDocument map = MapDocument.read(wire, database);
    String range = map.ranges().firstKey();
    return new ShardFile(wire, map.ranges().get(range).first(), map.file(range));
  }
}
