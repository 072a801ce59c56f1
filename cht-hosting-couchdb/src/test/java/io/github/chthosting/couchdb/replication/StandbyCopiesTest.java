package io.github.chthosting.couchdb.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.Credentials;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.WorkMark;
import io.github.chthosting.couchdb.internal.shards.DatabaseCopies;
import io.github.chthosting.couchdb.internal.shards.DatabaseCopies.Copy;
import io.github.chthosting.couchdb.internal.shards.LostVolume;
import io.github.chthosting.couchdb.server.UnfinishedException;
import io.github.chthosting.couchdb.shards.DegradedDatabaseException;
import io.github.chthosting.http.Call;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import io.github.chthosting.testkit.EmbeddedNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A standby of which copies are emptied, behind, or away when it is to take over. */
class StandbyCopiesTest {
  private static final Credentials ADMIN = Credentials.basic("admin", "password");
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final int DOCUMENTS = 60;

  @TempDir private Path folder;

  private final EmbeddedCouchDb lost = EmbeddedCouchDb.builder().start();
  private final EmbeddedCouchDb server = EmbeddedCouchDb.builder().nodes(3).start();
  private final CouchDb primary = client(lost);
  private final CouchDb couch = client(server);
  private final Replicator replicator = Replicator.of(couch);
  private final Database kept = couch.database("medic");
  private int journals;

  private static CouchDb client(EmbeddedCouchDb server) {
    return CouchDb.builder(server.uri()).credentials(ADMIN).attempts(1).build();
  }

  @AfterEach
  void stop() {
    primary.close();
    couch.close();
    lost.close();
    server.close();
  }

  /** A standby that is in step, each range in {@code n} copies. */
  private Standby standby(int n) throws InterruptedException {
    Database first = primary.database("medic");
    first.create(DatabaseOptions.defaults().q(2).n(1));
    first
        .request("POST", "_bulk_docs")
        .body(
            Map.of(
                "docs",
                IntStream.range(0, DOCUMENTS).mapToObj(i -> Map.of("_id", "d" + i)).toList()))
        .json();
    Standby standby =
        Standby.builder(replicator, primary, couch)
            .primaryAt(lost.uri(), ADMIN)
            .standbyAt(server.uri(), ADMIN)
            .databases("medic"::equals)
            .created(DatabaseOptions.defaults().q(2).n(n))
            .build();
    apply(standby.planSync());
    replicator.find("standby-medic").orElseThrow().awaitCaughtUp(first, LIMIT);
    settle();
    standby.report();
    return standby;
  }

  private void settle() throws InterruptedException {
    assertThat(server.background().awaitIdle(Duration.ofSeconds(20))).isTrue();
  }

  private void apply(Plan plan) {
    try (Journal journal = Journal.in(folder.resolve("journal" + journals++))) {
      plan.apply(journal).await(LIMIT);
    }
  }

  /** Empties the copies on a node, for as long as nothing is synchronised. */
  private void empty(EmbeddedNode node) {
    server.background().pauseShards();
    copies(node).forEach(copy -> LostVolume.empty(copy.file()));
  }

  private List<Copy> copies(EmbeddedNode node) {
    return DatabaseCopies.read(Wire.of(couch), "medic").ranges().stream()
        .flatMap(range -> range.copies().stream())
        .filter(copy -> copy.node().equals(node.name()))
        .toList();
  }

  private void miss(EmbeddedNode node) {
    node.stop();
    kept.put("late", Map.of("n", 1));
    server.background().pauseShards();
    node.start();
  }

  private void assertRefusedWithItsJob(Standby standby) {
    Plan plan = standby.planFailover();
    assertThat(plan.notes()).anyMatch(note -> note.contains("POST /medic/_sync_shards"));
    assertThatThrownBy(() -> apply(plan))
        .isExactlyInstanceOf(DegradedDatabaseException.class)
        .hasMessageContaining("POST /medic/_sync_shards");
    assertThat(replicator.ids()).contains("standby-medic");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void noJobIsCancelledWhileACopyIsEmpty(int victim) throws Exception {
    Standby standby = standby(3);
    empty(server.node(victim));

    assertRefusedWithItsJob(standby);
    assertThat(standby.report().findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.is(ReplicationProblem.COPIES_DIFFER)).isTrue();
              assertThat(finding.severity()).isEqualTo(Finding.Severity.ERROR);
              assertThat(finding.subject()).isEqualTo("medic");
              assertThat(finding.detail()).contains(server.node(victim).name() + " 0 documents");
              assertThat(finding.nextStep()).contains("POST /medic/_sync_shards");
            });
  }

  @Test
  void noJobIsCancelledWhileACopyIsBehind() throws Exception {
    Standby standby = standby(2);
    miss(server.node(copiesOf("late")));

    assertRefusedWithItsJob(standby);
  }

  /** The index of a node that holds the range of a document. */
  private int copiesOf(String id) {
    String node =
        couch.request("GET", "medic", "_shards", id).json().path("nodes").get(1).asString("");
    return server.nodes().stream().map(EmbeddedNode::name).toList().indexOf(node);
  }

  /** Each lacks another document, so that their counts are the same. */
  @Test
  void noJobIsCancelledWhileCopiesOfTheSameSizeDiffer() throws Exception {
    Standby standby = standby(3);
    server.background().pauseShards();
    List<Copy> range = DatabaseCopies.read(Wire.of(couch), "medic").ranges().get(0).copies();
    String[] ids = ids(range.get(0));
    range.get(0).file().purge(Map.of(ids[0], List.of(rev(ids[0]))));
    range.get(1).file().purge(Map.of(ids[1], List.of(rev(ids[1]))));
    range.get(2).file().purge(Map.of(ids[2], List.of(rev(ids[2]))));

    assertThatThrownBy(() -> apply(standby.planFailover()))
        .isExactlyInstanceOf(DegradedDatabaseException.class);
    assertThat(replicator.ids()).contains("standby-medic");
  }

  private static String[] ids(Copy copy) {
    return copy.file()
        .wire()
        .json(Call.of("GET", "_node", copy.node(), copy.file().name(), "_all_docs"))
        .path("rows")
        .valueStream()
        .map(row -> row.path("id").asString(""))
        .toArray(String[]::new);
  }

  private String rev(String id) {
    return kept.get(id).rev().orElseThrow();
  }

  @Test
  void onceTheCopiesAreSynchronisedItTakesOver() throws Exception {
    Standby standby = standby(3);
    empty(server.node(1));
    Plan plan = standby.planFailover();
    try (Journal journal = Journal.in(folder.resolve("cut"))) {
      assertThatThrownBy(() -> plan.apply(journal).await(LIMIT))
          .isExactlyInstanceOf(DegradedDatabaseException.class);
      server.background().resume();
      couch.request("POST", "medic", "_sync_shards").json();
      settle();
      standby.resume(journal).await(LIMIT);
    }

    assertThat(replicator.ids()).doesNotContain("standby-medic");
    assertThat(kept.info().documents()).isEqualTo(DOCUMENTS);
    assertThat(standby.report().findings())
        .noneMatch(finding -> finding.is(ReplicationProblem.COPIES_DIFFER));
  }

  /** Two of three have all that was acknowledged: the standby must be of use on a bad day. */
  @Test
  void aNodeOfThreeThatIsAwayDoesNotKeepItFromTakingOver() throws Exception {
    Standby standby = standby(3);
    server.node(2).stop();
    Plan plan = standby.planFailover();
    assertThat(plan.notes()).anyMatch(note -> note.contains("the node does not answer"));

    apply(plan);

    assertThat(replicator.ids()).doesNotContain("standby-medic");
  }

  @Test
  void mostCopiesAwayKeepItFromTakingOver() throws Exception {
    Standby standby = standby(3);
    server.node(1).stop();
    server.node(2).stop();

    assertThatThrownBy(() -> apply(standby.planFailover()))
        .isExactlyInstanceOf(DegradedDatabaseException.class);
    assertThat(replicator.ids()).contains("standby-medic");
  }

  @Test
  void aStandbyOfOneCopyTakesOverAsItIs() throws Exception {
    Standby standby = standby(1);
    lost.close();
    Plan plan = standby.planFailover();

    apply(plan);

    assertThat(plan.notes()).noneMatch(note -> note.contains("_sync_shards"));
    assertThat(replicator.ids()).doesNotContain("standby-medic");
  }

  @Test
  void aDatabaseThatARestoreHasNotFinishedKeepsItFromTakingOver() throws Exception {
    Standby standby = standby(1);
    WorkMark.begin("restore of medic", "medic").put(Wire.of(couch), "medic");

    assertThatThrownBy(() -> apply(standby.planFailover()))
        .isExactlyInstanceOf(UnfinishedException.class);
    assertThat(replicator.ids()).contains("standby-medic");
  }
}
