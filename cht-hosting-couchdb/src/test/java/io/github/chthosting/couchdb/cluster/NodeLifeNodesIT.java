package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.shards.ShardMap;
import io.github.chthosting.plan.PlanRefusedException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real nodes that come, go, are lost, renamed and in maintenance mode. */
class NodeLifeNodesIT extends NodesCase {
  NodeLifeNodesIT(@TempDir Path folder) {
    super(folder);
  }

  private static ShardPlanner single(CouchDb couch) {
    return ShardPlanner.of(ClusterLayout.of(couch)).only(List.of("single"));
  }

  @Test
  void aNodeComesAndGoes() {
    nodes.start(D);
    try (CouchDb couch = cluster(A, B, C);
        CouchDb fresh = nodes.client(D);
        CouchDb all = nodes.client(A, B, C, D)) {
      fill(couch, "medic", 8, 2);
      fill(couch, "single", 4, 1);
      Map<String, String> medic = content(couch, 0, "medic");
      apply(all, NodePlanner.of(layout(couch)).add(NodeCandidate.of(fresh), "z4"));
      assertThat(layout(all).node(D).orElseThrow().zone()).isEqualTo("z4");
      assertThat(NodeSettings.of(all).differences()).isEmpty();
      assertThat(userOf(all, 3, session(all, 0, "password"))).isEqualTo("admin");
      apply(all, ShardPlanner.of(layout(all)).rebalance(Balance.COUNT));
      assertThat(layout(all).shares().get(D).copies()).isPositive();
      assertThatThrownBy(() -> NodePlanner.of(layout(all)).remove(D))
          .isInstanceOf(PlanRefusedException.class);
      for (int address = 0; address < 4; address++) {
        assertThat(content(all, address, "medic")).isEqualTo(medic);
      }
      // The files that the moves left would be in the way back.
      assertThatThrownBy(() -> NodePlanner.of(layout(all)).drain(D))
          .isInstanceOf(PlanRefusedException.class)
          .hasMessageContaining("that the map does not name");
      apply(all, NodePlanner.of(layout(all)).cleanUp());
      assertThat(NodePlanner.of(layout(all)).cleanUp().isEmpty()).isTrue();
      apply(all, NodePlanner.of(layout(all)).drain(D));
      apply(all, NodePlanner.of(layout(all)).remove(D));
      assertThat(Cluster.of(couch).memberships())
          .allSatisfy(view -> assertThat(view.members()).containsExactly(A, B, C));
      assertThat(content(couch, 0, "medic")).isEqualTo(medic);
      assertThat(content(couch, 2, "single")).hasSize(2000);
    }
  }

  @Test
  void aLostNodeIsReplacedFromTheSurvivors() {
    nodes.start(D);
    try (CouchDb couch = cluster(A, B, C);
        CouchDb fresh = nodes.client(D);
        CouchDb all = nodes.client(C, A, B, D)) {
      fill(couch, "medic", 4, 2);
      fill(couch, "single", 4, 1);
      Map<String, String> medic = content(couch, 0, "medic");
      layout(couch);
      Set<String> gone = new HashSet<>();
      ShardMap.of(couch.database("single")).shards().stream()
          .filter(shard -> shard.nodes().contains(C))
          .forEach(shard -> gone.add(shard.range().toString()));
      assertThat(gone).isNotEmpty();
      nodes.kill(C);
      assertThat(ClusterLayout.of(all).findings())
          .anyMatch(finding -> finding.is(LayoutProblem.NODE_DOWN));
      assertThatThrownBy(() -> single(all).placeOn(List.of(A, B)))
          .isInstanceOf(PlanRefusedException.class)
          .hasMessageContaining("NODE_DOWN");
      // A lost node stands in no way of the new one: it is removed first.
      assertThatThrownBy(() -> NodePlanner.of(ClusterLayout.of(all)).replace(C, D))
          .isInstanceOf(PlanRefusedException.class)
          .hasMessageContaining(D + " is not a member");
      apply(all, NodePlanner.of(ClusterLayout.of(all)).add(NodeCandidate.of(fresh), ""));
      assertThatThrownBy(() -> NodePlanner.of(ClusterLayout.of(all)).replace(C, D))
          .isInstanceOf(PlanRefusedException.class)
          .hasMessageContaining("single: gone with the node")
          .hasMessageContaining(gone.iterator().next());
      apply(all, NodePlanner.of(ClusterLayout.of(all)).acceptingLoss().replace(C, D));
      assertThat(layout(all).nodes()).extracting(ClusterLayout.Node::name).containsExactly(A, B, D);
      for (int address = 1; address < 4; address++) {
        assertThat(content(all, address, "medic")).isEqualTo(medic);
      }
      assertThat(layout(all).database("medic").orElseThrow().replicas()).isEqualTo(2);
      assertThat(content(all, 1, "single")).isNotEmpty().hasSizeLessThan(2000);
    }
  }

  @Test
  void aSingleNodeUnderANewName() {
    String old = "couchdb@127.0.0.1";
    nodes.start(old);
    Map<String, String> medic;
    try (CouchDb couch = nodes.client(old)) {
      ClusterSetup.run(couch, OwnNodes.ADMIN, "0.0.0.0");
      fill(couch, "medic", 12, 1);
      medic = content(couch, 0, "medic");
    }
    nodes.kill(old);
    nodes.startOn("single@127.0.0.1", old);
    try (CouchDb couch = nodes.client("single@127.0.0.1")) {
      String name = couch.node().name();
      assertThat(name).isEqualTo("single@127.0.0.1");
      ClusterLayout moved = ClusterLayout.of(couch);
      System.out.println(moved);
      assertThat(moved.findings()).anyMatch(finding -> finding.is(LayoutProblem.UNREACHABLE));
      apply(couch, NodePlanner.of(moved).rename(old, name));
      assertThat(content(couch, 0, "medic")).isEqualTo(medic);
      assertThat(layout(couch).nodes()).extracting(ClusterLayout.Node::name).containsExactly(name);
    }
    // And back again.
    nodes.kill("single@127.0.0.1");
    nodes.start(old);
    try (CouchDb couch = nodes.client(old)) {
      apply(couch, NodePlanner.of(ClusterLayout.of(couch)).rename("single@127.0.0.1", old));
      assertThat(content(couch, 0, "medic")).isEqualTo(medic);
      layout(couch);
    }
  }

  @Test
  void maintenanceLosesNothingThatIsWrittenMeanwhile() {
    try (CouchDb couch = cluster(A, B, C)) {
      fill(couch, "medic", 4, 3);
      apply(couch, NodePlanner.of(layout(couch)).enterMaintenance(B));
      assertThat(couch.at(1).isUp()).isFalse();
      for (int i = 0; i < 300; i++) {
        couch.at(0).database("medic").put("new-" + i, Map.of("n", i));
      }
      assertThatThrownBy(() -> NodePlanner.of(ClusterLayout.of(couch)).enterMaintenance(B))
          .isInstanceOf(PlanRefusedException.class);
      apply(couch, NodePlanner.of(ClusterLayout.of(couch)).leaveMaintenance(B));
      assertThat(couch.at(1).isUp()).isTrue();
      assertThat(content(couch, 1, "medic")).hasSize(2300);
      fill(couch, "single", 4, 1);
      assertThatThrownBy(() -> NodePlanner.of(layout(couch)).enterMaintenance(B))
          .isInstanceOf(PlanRefusedException.class)
          .hasMessageContaining("single");
    }
  }
}
