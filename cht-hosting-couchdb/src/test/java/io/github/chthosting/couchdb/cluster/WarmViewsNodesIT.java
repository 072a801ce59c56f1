package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.shards.ShardMap;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The part of a view that is left to be built when its database has moved to another real node. */
class WarmViewsNodesIT extends NodesCase {
  private static final int DOCUMENTS = 12_000;

  WarmViewsNodesIT(@TempDir Path folder) {
    super(folder);
  }

  @Test
  void nothingIs() {
    try (CouchDb couch = cluster(A, B)) {
      couch.database("medic").create(DatabaseOptions.defaults().q(2).n(1));
      Map<String, Object> view = Map.of("n", Map.of("map", "function(doc) { emit(doc.n, null); }"));
      couch.request("PUT", "medic", "_design", "d").body(Map.of("views", view)).json();
      MoveUnderLoad.fill(couch, "medic", DOCUMENTS);
      assertThat(rows(couch)).isEqualTo(DOCUMENTS);
      String from = ShardMap.of(couch.database("medic")).shards().get(0).nodes().get(0);
      String to = from.equals(A) ? B : A;
      ShardPlanner plans = ShardPlanner.of(ClusterLayout.of(couch)).only(List.of("medic"));

      apply(couch, plans.deletingFiles().placeOn(List.of(to)));

      assertThat(ShardMap.of(couch.database("medic")).nodes()).containsExactly(to);
      assertThat(pending(couch)).isZero();
      assertThat(rows(couch)).isEqualTo(DOCUMENTS);
    }
  }

  private static long rows(CouchDb couch) {
    return couch
        .request("GET", "medic", "_design", "d", "_view", "n")
        .query("limit", 1)
        .json()
        .path("total_rows")
        .asLong(0);
  }

  /** Changes of all copies that their view has not. */
  private static long pending(CouchDb couch) {
    return couch
        .request("GET", "medic", "_design", "d", "_info")
        .json()
        .at("/view_index/updates_pending/total")
        .asLong(-1);
  }
}
