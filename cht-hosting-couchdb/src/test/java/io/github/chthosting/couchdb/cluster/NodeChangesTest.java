package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.shards.ShardMap;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans about nodes, carried out on an embedded cluster. */
class NodeChangesTest extends EmbeddedClusterCase {
  NodeChangesTest(@TempDir Path folder) {
    super(folder);
  }

  @Test
  void aNodeComesAndGoes() {
    fill("medic", 4, 1);
    apply(all, NodePlanner.of(whole(couch)).add(fresh(), "z1"));
    assertThat(whole(all).node(D).orElseThrow().zone()).isEqualTo("z1");
    apply(all, ShardPlanner.of(whole(all)).rebalance(Balance.COUNT));
    assertThat(whole(all).shares().get(D).copies()).isPositive();
    apply(all, NodePlanner.of(whole(all)).cleanUp());
    apply(all, NodePlanner.of(whole(all)).drain(D));
    apply(all, NodePlanner.of(whole(all)).remove(D));
    assertThat(Cluster.of(couch).membership().members()).containsExactly(A, B, C);
    assertThat(documents(couch, "medic")).isEqualTo(200);
  }

  @Test
  void aNodeIsNotRemovedIfADatabaseWasCreatedOnItMeanwhile() {
    apply(all, NodePlanner.of(whole(couch)).add(fresh(), ""));
    Plan plan = NodePlanner.of(whole(all)).remove(D);
    fill("late", 4, 3);
    assertThat(ShardMap.of(couch.database("late")).nodes()).contains(D);
    assertThatThrownBy(() -> apply(all, plan))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("maps place copies on it since (late)");
    assertThat(Cluster.of(all).membership().members()).contains(D);
  }

  @Test
  void aLostNodeIsReplaced() {
    fill("medic", 4, 2);
    fill("single", 4, 1);
    server.node(2).stop();
    apply(all, NodePlanner.of(ClusterLayout.of(all)).add(fresh(), ""));
    assertThatThrownBy(() -> NodePlanner.of(ClusterLayout.of(all)).replace(C, D))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("single: gone with the node");
    apply(all, NodePlanner.of(ClusterLayout.of(all)).acceptingLoss().replace(C, D));
    ClusterLayout after = whole(all);
    assertThat(after.nodes()).extracting(ClusterLayout.Node::name).containsExactly(A, B, D);
    assertThat(after.database("medic").orElseThrow().replicas()).isEqualTo(2);
    assertThat(documents(couch, "medic")).isEqualTo(200);
    assertThat(documents(couch, "single")).isBetween(1L, 199L);
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
