package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.shards.ShardRange;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Layouts for tests of plans about shards. */
abstract class ShardPlannerCase {
  static ClusterLayout.Node up(String name) {
    return new ClusterLayout.Node(name, true, false);
  }

  /** All of a database on the first nodes, n copies of each range. */
  static DatabaseLayout on(String name, int q, long bytes, List<String> nodes) {
    List<DatabaseLayout.Range> ranges = new ArrayList<>();
    long width = (ShardRange.HIGHEST + 1) / q;
    for (int i = 0; i < q; i++) {
      long last = i == q - 1 ? ShardRange.HIGHEST : (i + 1) * width - 1;
      ShardRange range = new ShardRange(i * width, last);
      ranges.add(new DatabaseLayout.Range(range, new TreeSet<>(nodes), bytes));
    }
    return new DatabaseLayout(name, false, ranges);
  }

  static ClusterLayout single() {
    return new ClusterLayout(
        List.of(up("a@h"), up("b@h"), up("c@h")),
        List.of(on("medic", 12, 1000, List.of("a@h")), on("users", 2, 10, List.of("a@h"))));
  }

  static long copies(ClusterLayout layout, String node) {
    return layout.shares().get(node).copies();
  }

  static ClusterLayout.Node in(String name, String zone) {
    return new ClusterLayout.Node(
        name, true, false, zone, "3.5.0", new TreeSet<>(), new TreeSet<>());
  }

  static ClusterLayout zoned() {
    return new ClusterLayout(
        List.of(in("a@h", "z1"), in("b@h", "z1"), in("c@h", "z2"), in("d@h", "z2")),
        List.of(on("medic", 4, 100, List.of("a@h", "c@h"))));
  }
}
