package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.shards.ShardMap;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ShardMoveIT {
  private static final int DOCUMENTS = Integer.getInteger("shards.documents", 4000);

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
    return Cluster.of(couch).membership().members();
  }

  private void fill(int q) {
    couch.database(name).create(DatabaseOptions.defaults().q(q).n(1));
    for (int from = 0; from < DOCUMENTS; from += 1000) {
      List<Map<String, Object>> documents = new ArrayList<>();
      for (int i = from; i < Math.min(DOCUMENTS, from + 1000); i++) {
        documents.add(Map.of("_id", "d%07d".formatted(i), "n", i, "text", "y".repeat(1200)));
      }
      couch.request("POST", name, "_bulk_docs").body(Map.of("docs", documents)).json();
    }
  }

  private Plan rebalance() {
    return ShardPlanner.of(ClusterLayout.of(couch)).only(List.of(name)).rebalance(Balance.COUNT);
  }

  private void apply(Plan plan) {
    try (Journal journal = Journal.in(folder)) {
      plan.carriedOutBy(Cluster.of(couch).plans().steps())
          .apply(journal)
          .onProgress(progress -> System.out.println(progress.elapsed() + " " + progress.phase()))
          .await();
    }
  }

  @Test
  void fromOneNodeToAllUnderLoadIsNotNoticed() {
    fill(Integer.getInteger("shards.q", 4));
    String first = nodes().get(0);
    ShardPlanner plans = ShardPlanner.of(ClusterLayout.of(couch)).only(List.of(name));
    apply(plans.deletingFiles().placeOn(List.of(first)));
    assertThat(ShardMap.of(couch.database(name)).nodes()).containsExactly(first);
    Plan plan = rebalance();
    System.out.println(plan);
    Load load = new Load(couch, name).start(8, 4, 2);
    try (load) {
      pause(3000);
      apply(plan);
      pause(2000);
    }
    System.out.println(load);
    System.out.println(Cluster.of(couch).shardsWithSizes(name));
    assertThat(load.failedWrites).isEmpty();
    assertThat(load.missingReads).isEmpty();
    assertThat(load.lost()).isEmpty();
    assertThat(rebalance().isEmpty()).isTrue();
    long expected = DOCUMENTS + load.created();
    assertThat(couch.database(name).info().documents()).isEqualTo(expected);
    JsonNode all = couch.request("GET", name, "_changes").query("seq_interval", 1000).json();
    assertThat(all.path("results").size()).isEqualTo((int) expected);
    // Followers get the rows of moved ranges again, those from before the load too; none is
    // skipped.
    for (Map<String, Set<String>> seen : load.followed) {
      assertThat(seen.keySet().stream().filter(id -> id.startsWith("w")).count())
          .isEqualTo(load.created());
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
