package io.github.chthosting.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.compose.deployment.MoveOptions;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.cluster.ClusterLayout;
import io.github.chthosting.couchdb.migration.InstanceIdentity;
import io.github.chthosting.platform.Topology;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** An instance on a real engine whose CouchDB nodes become more or fewer. */
abstract class TopologyCase {
  static final MoveOptions OPTIONS = MoveOptions.defaults().acceptingSmallDisk();
  static final String VERSION = "5.0.2";

  final Path folder;

  TopologyCase(Path folder) {
    this.folder = folder;
  }

  static InstanceIdentity identity(TestInstance cht) {
    try (CouchDb couch = cht.observed().couchDb()) {
      return InstanceIdentity.of(couch.at(0));
    }
  }

  /** Ranges by node. */
  static Map<String, Long> copies(TestInstance cht) {
    try (CouchDb couch = cht.observed().couchDb()) {
      ClusterLayout layout = ClusterLayout.of(couch);
      assertThat(layout.findings()).isEmpty();
      Map<String, Long> copies = new TreeMap<>();
      layout.shares().forEach((node, share) -> copies.put(node, share.copies()));
      return copies;
    }
  }

  static long sum(Map<String, Long> copies) {
    return copies.values().stream().mapToLong(each -> each).sum();
  }

  static void assertCluster(TestInstance cht, Map<String, Long> alone) {
    assertThat(cht.observed().topology()).isEqualTo(Topology.CLUSTERED);
    assertThat(cht.observed().isUp()).isTrue();
    Map<String, Long> spread = copies(cht);
    assertThat(spread.keySet())
        .containsExactly(
            "couchdb@couchdb-1.local", "couchdb@couchdb-2.local", "couchdb@couchdb-3.local");
    assertThat(sum(spread)).isEqualTo(sum(alone));
    assertThat(spread.values()).allMatch(each -> each >= sum(alone) / 3 - 1);
  }
}
