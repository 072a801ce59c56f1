package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.shards.MapDocument;
import io.github.chthosting.couchdb.internal.shards.Placement;
import io.github.chthosting.couchdb.internal.shards.ShardFile;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.PlanRefusedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Ranges and maps of real nodes. */
class MapsNodesIT extends NodesCase {
  MapsNodesIT(@TempDir Path folder) {
    super(folder);
  }

  private static final String ALL = "00000000-ffffffff";

  @Test
  void moreRangesBySplittingAndFewerByRebuilding() {
    try (CouchDb couch = cluster(A, B, C)) {
      fill(couch, "medic", 2, 2);
      Map<String, String> medic = content(couch, 0, "medic");
      layout(couch);
      apply(couch, ReshardPlanner.of(layout(couch)).split("medic", 8));
      assertThat(Cluster.of(couch).shards("medic").q()).isEqualTo(8);
      assertThat(content(couch, 1, "medic")).isEqualTo(medic);
      apply(couch, ReshardPlanner.of(layout(couch)).rebuild("medic", "medic-q2", 2));
      assertThat(content(couch, 1, "medic-q2")).isEqualTo(medic);
      apply(couch, ReshardPlanner.of(layout(couch)).swap("medic", "medic-q2"));
      assertThat(Cluster.of(couch).shards("medic").q()).isEqualTo(2);
      assertThat(content(couch, 2, "medic")).isEqualTo(medic);
      assertThat(content(couch, 2, "medic-q2")).isEqualTo(medic);
    }
  }

  @Test
  void brokenMapsAreNamedAndMended() {
    try (CouchDb couch = cluster(A, B, C)) {
      fill(couch, "medic", 2, 2);
      Map<String, String> medic = content(couch, 0, "medic");
      ClusterLayout whole = layout(couch);
      DatabaseLayout.Range first = whole.database("medic").orElseThrow().ranges().get(0);
      String path = first.range().toString();
      // A hole: the range leaves the map, its files stay.
      String rev = edit(couch, path);
      assertThat(rev).isNotEmpty();
      assertThat(ClusterLayout.of(couch).findings())
          .anyMatch(finding -> finding.is(LayoutProblem.HOLE));
      assertThatThrownBy(
              () -> ShardPlanner.of(ClusterLayout.of(couch)).only(List.of("medic")).replicas(1))
          .isInstanceOf(PlanRefusedException.class)
          .hasMessageContaining("(cluster.hole)");
      apply(couch, NodePlanner.of(ClusterLayout.of(couch)).repair());
      assertThat(content(couch, 2, "medic")).isEqualTo(medic);
      layout(couch);
    }
  }

  /** A parent that came back into the map beside its children, with what they have not. */
  @Test
  void rangesThatOverlapAreMerged() {
    try (CouchDb couch = cluster(A, B, C)) {
      fill(couch, "medic", 2, 2);
      Map<String, String> medic = content(couch, 0, "medic");
      ClusterLayout whole = layout(couch);
      var map = (ObjectNode) couch.at(0).node().localDatabase("_dbs", "medic");
      couch
          .at(0)
          .request("PUT", "_node", "_local", "_dbs", "medic")
          .body(new MapDocument(map).with(List.of(new Placement(ALL, A))).json())
          .json();
      String file = "shards/" + ALL + "/medic" + whole.database("medic").orElseThrow().suffix();
      Map<String, Object> document = Map.of("_id", "aside", "_rev", "1-b");
      ShardFile parent = new ShardFile(Wire.of(couch), A, file);
      KillLoad.await(() -> parent.info().isPresent());
      couch
          .request("POST", "_node", A, file, "_bulk_docs")
          .body(Map.of("new_edits", false, "docs", List.of(document)))
          .json();
      KillLoad.await(
          () ->
              ClusterLayout.of(couch).findings().stream()
                  .filter(LayoutProblem::forbidsMoves)
                  .map(Finding::code)
                  .collect(Collectors.toSet())
                  .equals(Set.of(LayoutProblem.OVERLAP.code())));
      apply(couch, NodePlanner.of(ClusterLayout.of(couch)).deletingFiles().repair());
      medic.put("aside", "1-b");
      for (int address = 0; address < 3; address++) {
        assertThat(content(couch, address, "medic")).isEqualTo(medic);
      }
      assertThat(layout(couch).database("medic").orElseThrow().ranges()).hasSize(2);
    }
  }

  private static String edit(CouchDb couch, String range) {
    var document = (ObjectNode) couch.at(0).node().localDatabase("_dbs", "medic");
    ((ObjectNode) document.get("by_range")).remove(range);
    document
        .get("by_node")
        .forEach(
            ranges -> {
              var array = (ArrayNode) ranges;
              for (int i = array.size() - 1; i >= 0; i--) {
                if (array.get(i).asString("").equals(range)) {
                  array.remove(i);
                }
              }
            });
    return couch
        .at(0)
        .request("PUT", "_node", "_local", "_dbs", "medic")
        .body(document)
        .json()
        .path("rev")
        .asString("");
  }
}
