package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.couchdb.shards.ShardMap;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that is lost, or must not go, on an embedded cluster. */
class LostNodeTest extends EmbeddedClusterCase {
  LostNodeTest(@TempDir Path folder) {
    super(folder);
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
}
