package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.Document;
import io.github.chthosting.couchdb.shards.ShardMap;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import io.github.chthosting.testkit.Fault;
import io.github.chthosting.testkit.InjectedFault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moves of ranges with documents that cannot be written as the others are. */
class OddDocumentsTest {
  private static final String A = KillWorld.NAMES.get(0);
  private static final String B = KillWorld.NAMES.get(1);

  private final KillWorld world = KillWorld.embedded();
  private final EmbeddedCouchDb server = ((KillWorld.Embedded) world).server();
  private final CouchDb couch = world.client();
  private final Path folder;

  OddDocumentsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @AfterEach
  void stop() {
    couch.close();
    world.close();
  }

  private Database filled(int documents) {
    Database database = couch.database("medic");
    database.create(DatabaseOptions.defaults().q(1).n(1));
    List<Document> first = new ArrayList<>();
    for (int i = 0; i < documents; i++) {
      first.add(Document.of("doc-" + i));
    }
    List<Document> second = new ArrayList<>();
    database
        .bulk()
        .write(first)
        .forEach(
            one -> second.add(Document.of(one.id()).rev(one.rev().orElseThrow()).set("n", "2")));
    database.bulk().write(second);
    return database;
  }

  private static Map<String, String> content(Database database) {
    Map<String, String> content = new TreeMap<>();
    database
        .request("GET", "_all_docs")
        .json()
        .path("rows")
        .forEach(row -> content.put(row.path("id").asString(""), row.path("value").toString()));
    return content;
  }

  private ClusterPlans plans() {
    return ClusterPlans.builder(couch).patience(Duration.ofSeconds(5)).build();
  }

  private void moveTo(String node) {
    ShardPlanner shards = plans().shards().only(List.of("medic"));
    Plan plan = shards.deletingFiles().placeOn(List.of(node));
    try (Journal journal = Journal.in(folder)) {
      plan.apply(journal).await();
    }
  }

  private void start() {
    moveTo(A);
  }

  @Test
  void whatBulkGetDoesNotGiveIsReadFromTheFile() {
    Database database = filled(3);
    start();
    Map<String, String> before = content(database);
    String row =
        "{\"id\":\"doc-%d\",\"docs\":[{\"error\":{\"id\":\"doc-%d\",\"rev\":\"2-x\",%s}}]}";
    String error = "\"error\":\"timeout\",\"reason\":\"slow\"";
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      rows.add(row.formatted(i, i, error));
    }
    try (InjectedFault fault =
        server.inject(
            Fault.on("POST", "/medic/_bulk_get")
                .status(200, "{\"results\":[" + String.join(",", rows) + "]}"))) {
      moveTo(B);
      assertThat(fault.hits()).isPositive();
    }
    assertThat(ShardMap.of(database).nodes()).containsExactly(B);
    assertThat(content(database)).isEqualTo(before);
  }

  @Test
  void aDocumentThatIsTooLargeByNowIsCarriedByTheNodesThemselves() {
    Database database = filled(20);
    database.put(Document.of("large").set("text", "x".repeat(50_000)));
    start();
    Map<String, String> before = content(database);
    KillWorld.NAMES.forEach(
        name -> couch.node(name).configure("couchdb", "max_document_size", "10000"));
    moveTo(B);
    assertThat(ShardMap.of(database).nodes()).containsExactly(B);
    assertThat(content(database)).isEqualTo(before);
  }

  @Test
  void aMoveKeepsHowManyPurgesAreRemembered() {
    Database database = filled(3);
    database.upkeep().purgedInfosLimit(77);
    start();
    moveTo(B);
    assertThat(database.upkeep().purgedInfosLimit()).isEqualTo(77);
  }

  @Test
  void aRebuildKeepsAllSettings() {
    Database database = filled(3);
    database.upkeep().purgedInfosLimit(77);
    database.upkeep().revisionsLimit(99);
    Plan plan = plans().ranges().rebuild("medic", "medic-2", 2);
    try (Journal journal = Journal.in(folder)) {
      plan.apply(journal).await();
    }
    Database copy = couch.database("medic-2");
    assertThat(copy.upkeep().purgedInfosLimit()).isEqualTo(77);
    assertThat(copy.upkeep().revisionsLimit()).isEqualTo(99);
    assertThat(content(copy)).isEqualTo(content(database));
  }
}
