package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.platform.PlanRefusedException;
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

  private static ShardPlans single(CouchDb couch) {
    return ShardPlans.of(ClusterLayout.of(couch)).only(List.of("single"));
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
      apply(all, NodePlans.of(layout(couch)).add(NodeCandidate.of(fresh), "z4"));
      assertThat(layout(all).node(D).orElseThrow().zone()).isEqualTo("z4");
      assertThat(NodeSettings.of(all).differences()).isEmpty();
      assertThat(userOf(all, 3, session(all, 0, "password"))).isEqualTo("admin");
      apply(all, ShardPlans.of(layout(all)).rebalance(Balance.COUNT));
      assertThat(layout(all).shares().get(D).copies()).isPositive();
      assertThatThrownBy(() -> NodePlans.of(layout(all)).remove(D))
          .isInstanceOf(PlanRefusedException.class);
      for (int address = 0; address < 4; address++) {
        assertThat(content(all, address, "medic")).isEqualTo(medic);
      }
      // The files that the moves left would be in the way back.
      assertThatThrownBy(() -> NodePlans.of(layout(all)).drain(D))
          .isInstanceOf(PlanRefusedException.class)
          .hasMessageContaining("that the map does not name");
      apply(all, NodePlans.of(layout(all)).cleanUp());
      assertThat(NodePlans.of(layout(all)).cleanUp().isEmpty()).isTrue();
      apply(all, NodePlans.of(layout(all)).drain(D));
      apply(all, NodePlans.of(layout(all)).remove(D));
      assertThat(couch.cluster().memberships())
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
      couch.database("single").shards().shards().stream()
          .filter(shard -> shard.nodes().contains(C))
          .forEach(shard -> gone.add(shard.range().toString()));
      assertThat(gone).isNotEmpty();
      nodes.kill(C);
      assertThat(ClusterLayout.of(all).findings())
          .anyMatch(finding -> finding.kind() == LayoutFinding.Kind.NODE_DOWN);
      assertThatThrownBy(() -> single(all).placeOn(List.of(A, B)))
          .isInstanceOf(PlanRefusedException.class)
          .hasMessageContaining("NODE_DOWN");
      // A lost node stands in no way of the new one: it is removed first.
      assertThatThrownBy(() -> NodePlans.of(ClusterLayout.of(all)).replace(C, D))
          .isInstanceOf(PlanRefusedException.class)
          .hasMessageContaining(D + " is no member");
      apply(all, NodePlans.of(ClusterLayout.of(all)).add(NodeCandidate.of(fresh), ""));
      assertThatThrownBy(() -> NodePlans.of(ClusterLayout.of(all)).replace(C, D))
          .isInstanceOf(PlanRefusedException.class)
          .hasMessageContaining("single: gone with the node")
          .hasMessageContaining(gone.iterator().next());
      apply(all, NodePlans.of(ClusterLayout.of(all)).acceptingLoss().replace(C, D));
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
      assertThat(moved.findings())
          .anyMatch(finding -> finding.kind() == LayoutFinding.Kind.UNREACHABLE);
      apply(couch, NodePlans.of(moved).rename(old, name));
      assertThat(content(couch, 0, "medic")).isEqualTo(medic);
      assertThat(layout(couch).nodes()).extracting(ClusterLayout.Node::name).containsExactly(name);
    }
    // And back again.
    nodes.kill("single@127.0.0.1");
    nodes.start(old);
    try (CouchDb couch = nodes.client(old)) {
      apply(couch, NodePlans.of(ClusterLayout.of(couch)).rename("single@127.0.0.1", old));
      assertThat(content(couch, 0, "medic")).isEqualTo(medic);
      layout(couch);
    }
  }

  @Test
  void maintenanceLosesNothingThatIsWrittenMeanwhile() {
    try (CouchDb couch = cluster(A, B, C)) {
      fill(couch, "medic", 4, 3);
      apply(couch, NodePlans.of(layout(couch)).enterMaintenance(B));
      assertThat(couch.at(1).isUp()).isFalse();
      for (int i = 0; i < 300; i++) {
        couch.at(0).database("medic").put("new-" + i, Map.of("n", i));
      }
      assertThatThrownBy(() -> NodePlans.of(ClusterLayout.of(couch)).enterMaintenance(B))
          .isInstanceOf(PlanRefusedException.class);
      apply(couch, NodePlans.of(ClusterLayout.of(couch)).leaveMaintenance(B));
      assertThat(couch.at(1).isUp()).isTrue();
      assertThat(content(couch, 1, "medic")).hasSize(2300);
      fill(couch, "single", 4, 1);
      assertThatThrownBy(() -> NodePlans.of(layout(couch)).enterMaintenance(B))
          .isInstanceOf(PlanRefusedException.class)
          .hasMessageContaining("single");
    }
  }
}
