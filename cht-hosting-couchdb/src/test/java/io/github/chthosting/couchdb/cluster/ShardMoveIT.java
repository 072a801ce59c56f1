package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.internal.shards.Placement;
import io.github.chthosting.couchdb.internal.shards.Quorum;
import io.github.chthosting.couchdb.internal.shards.Reshape;
import io.github.chthosting.platform.Cost;
import io.github.chthosting.platform.Journal;
import io.github.chthosting.platform.Plan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardMoveIT {
  private static final int DOCUMENTS = Integer.getInteger("shards.documents", 6000);

  private final CouchDb couch = RealCluster.connect();
  private final String name = "shx-move-" + Long.toHexString(System.nanoTime());
  private final Path folder;

  ShardMoveIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @AfterEach
  void delete() {
    couch.database(name).delete();
    couch.close();
  }

  private List<String> nodes() {
    return couch.cluster().membership().members();
  }

  private void fill(int q) {
    String first = nodes().get(0);
    couch.database(name).create(DatabaseOptions.defaults().q(q).n(1));
    for (int from = 0; from < DOCUMENTS; from += 1000) {
      List<Map<String, Object>> documents = new ArrayList<>();
      for (int i = from; i < Math.min(DOCUMENTS, from + 1000); i++) {
        documents.add(Map.of("_id", "d%07d".formatted(i), "n", i, "text", "y".repeat(1200)));
      }
      couch.request("POST", name, "_bulk_docs").body(Map.of("docs", documents)).json();
    }
    assertThat(first).isNotEmpty();
  }

  @Test
  void aMoveUnderLoadIsNotNoticed() {
    fill(4);
    ShardMap before = couch.database(name).shards();
    List<Placement> add = new ArrayList<>();
    List<Placement> remove = new ArrayList<>();
    List<Placement> guard = new ArrayList<>();
    for (Shard shard : before.shards().subList(0, 2)) {
      String from = shard.nodes().get(0);
      String to = nodes().get((nodes().indexOf(from) + 1) % nodes().size());
      add.add(new Placement(shard.range().toString(), to));
      remove.add(new Placement(shard.range().toString(), from));
    }
    if (add.stream().noneMatch(Quorum::decides)) {
      for (Shard shard : before.shards()) {
        String from = shard.nodes().get(0);
        String to = nodes().get((nodes().indexOf(from) + 1) % nodes().size());
        Placement placement = new Placement(shard.range().toString(), to);
        if (Quorum.decides(placement)) {
          guard.add(placement);
        }
      }
    }
    Plan plan =
        new Plan("move two", List.of(new Reshape(name, add, remove, guard, true).step(Cost.FREE)));
    Load load = new Load(couch, name).start(8, 4, 2);
    try (load;
        Journal journal = Journal.in(folder)) {
      pause(3000);
      plan.apply(journal, ShardMoves.on(couch))
          .onProgress(progress -> System.out.println(progress.elapsed() + " " + progress.phase()))
          .await();
      pause(2000);
    }
    System.out.println(plan);
    System.out.println(load);
    ShardMap after = couch.cluster().shardsWithSizes(name);
    System.out.println(after);
    assertThat(load.failedWrites).isEmpty();
    assertThat(load.missingReads).isEmpty();
    assertThat(load.lost()).isEmpty();
    for (Placement placement : add) {
      assertThat(after.shards().stream())
          .anySatisfy(
              shard -> {
                assertThat(shard.range()).hasToString(placement.range());
                assertThat(shard.nodes()).containsExactly(placement.node());
              });
    }
    assertThat(couch.database(name).info().documents()).isEqualTo(DOCUMENTS + load.created());
    JsonNode all = couch.request("GET", name, "_changes").query("since", 0).json();
    assertThat(all.path("results").size()).isEqualTo((int) (DOCUMENTS + load.created()));
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
