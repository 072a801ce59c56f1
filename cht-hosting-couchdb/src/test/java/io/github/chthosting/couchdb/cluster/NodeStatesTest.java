package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.plan.PlanRefusedException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Maintenance, zones and findings of the nodes of an embedded cluster. */
class NodeStatesTest extends EmbeddedClusterCase {
  NodeStatesTest(@TempDir Path folder) {
    super(folder);
  }

  @Test
  void maintenanceIsLeftWhenTheCopiesHaveCaughtUp() {
    fill("medic", 2, 3);
    apply(couch, NodePlanner.of(whole(couch)).enterMaintenance(B));
    assertThat(couch.at(1).isUp()).isFalse();
    couch.at(0).database("medic").put("new", Map.of());
    apply(couch, NodePlanner.of(ClusterLayout.of(couch)).leaveMaintenance(B));
    assertThat(couch.at(1).isUp()).isTrue();
  }

  @Test
  void zonesAreSetAndRead() {
    apply(couch, NodePlanner.of(whole(couch)).zone(A, "z1"));
    apply(couch, NodePlanner.of(whole(couch)).zone(B, "z2"));
    settle();
    ClusterLayout layout = ClusterLayout.of(couch);
    assertThat(layout.node(A).orElseThrow().zone()).isEqualTo("z1");
    assertThat(NodePlanner.of(layout).zone(A, "z1").isEmpty()).isTrue();
    apply(couch, NodePlanner.of(layout).zone(A, ""));
    assertThat(ClusterLayout.of(couch).node(A).orElseThrow().zone()).isEmpty();
  }

  @Test
  void theNumberOfRequestsToObserveDoesNotGrowWithTheDatabases() {
    server.clearRequests();
    ClusterLayout.of(couch);
    int few = server.requests().size();
    for (int i = 0; i < 40; i++) {
      couch.database("db" + i).create(DatabaseOptions.defaults().q(2).n(2));
    }
    settle();
    server.clearRequests();
    assertThat(ClusterLayout.of(couch).databases()).hasSizeGreaterThan(40);
    assertThat(server.requests().size()).isLessThanOrEqualTo(few + 1);
  }

  @Test
  void credentialsThatOneNodeRefusesAreNamed() {
    server.node(1).config("admins", "admin", "another");
    assertThat(Cluster.of(couch).findings())
        .anyMatch(finding -> finding.is(LayoutProblem.CREDENTIALS_DIFFER));
    assertThatThrownBy(() -> ShardPlanner.of(ClusterLayout.of(couch)).replicas(1))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("(cluster.credentials-differ)");
  }
}
