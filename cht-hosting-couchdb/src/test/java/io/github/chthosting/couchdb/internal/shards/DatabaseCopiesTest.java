package io.github.chthosting.couchdb.internal.shards;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.Credentials;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.shards.DatabaseCopies.Copy;
import io.github.chthosting.couchdb.internal.shards.DatabaseCopies.Range;
import io.github.chthosting.couchdb.internal.shards.DatabaseCopies.State;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import io.github.chthosting.testkit.EmbeddedNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The description of every copy of a database, whatever has become of one of them. */
class DatabaseCopiesTest {
  private final EmbeddedCouchDb server = EmbeddedCouchDb.builder().nodes(3).start();
  private final CouchDb couch =
      CouchDb.builder(server.uri())
          .credentials(Credentials.basic("admin", "password"))
          .attempts(1)
          .build();
  private final EmbeddedNode third = server.node(2);

  @BeforeEach
  void fill() throws InterruptedException {
    couch.database("medic").create(DatabaseOptions.defaults().q(2).n(3));
    List<Map<String, Object>> documents = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      documents.add(Map.of("_id", "d" + i));
    }
    couch.request("POST", "medic", "_bulk_docs").body(Map.of("docs", documents)).json();
    assertThat(server.background().awaitIdle(Duration.ofSeconds(20))).isTrue();
  }

  @AfterEach
  void stop() {
    couch.close();
    server.close();
  }

  private DatabaseCopies copies() {
    return DatabaseCopies.read(Wire.of(couch), "medic");
  }

  private static Copy on(EmbeddedNode node, Range range) {
    return range.copies().stream()
        .filter(copy -> copy.node().equals(node.name()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void allAreTheSame() {
    DatabaseCopies copies = copies();

    assertThat(copies.rows()).isEqualTo(100);
    assertThat(copies.ranges()).allMatch(range -> range.gap() == 0);
    assertThat(copies.ranges())
        .hasSize(2)
        .allSatisfy(range -> assertThat(range.copies()).hasSize(3))
        .allMatch(Range::isInService);
  }

  @Test
  void oneIsEmptied() {
    server.background().pauseShards();
    ShardFile file = on(third, copies().ranges().get(0)).file();
    file.delete();
    file.create();

    DatabaseCopies copies = copies();

    Range range = copies.ranges().get(0);
    assertThat(on(third, range).rows()).isZero();
    assertThat(range.fullest().orElseThrow().rows()).isPositive();
    assertThat(range.gap()).isEqualTo(range.fullest().orElseThrow().rows());
    assertThat(copies.rows()).isEqualTo(100);
    assertThat(range.toString()).contains(third.name() + " 0 documents, 0 deleted");
  }

  @Test
  void oneHasNoFile() {
    server.background().pauseShards();
    on(third, copies().ranges().get(0)).file().delete();

    Copy copy = on(third, copies().ranges().get(0));

    assertThat(copy.state()).isEqualTo(State.NO_FILE);
    assertThat(copy.info()).isEmpty();
  }

  @Test
  void oneNodeIsAway() {
    third.stop();

    DatabaseCopies copies = copies();

    assertThat(copies.rows()).isEqualTo(100);
    assertThat(copies.ranges())
        .allSatisfy(range -> assertThat(on(third, range).state()).isEqualTo(State.AWAY));
  }

  @Test
  void oneNodeIsInMaintenance() {
    third.config("couchdb", "maintenance_mode", "true");

    Range range = copies().ranges().get(0);

    assertThat(on(third, range).state()).isEqualTo(State.MAINTENANCE);
    assertThat(on(third, range).rows()).isPositive();
    assertThat(range.isInService()).isFalse();
  }
}
