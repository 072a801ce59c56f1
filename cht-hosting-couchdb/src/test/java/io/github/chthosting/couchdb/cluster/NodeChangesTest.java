package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that comes and goes, carried out on an embedded cluster. */
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
}
