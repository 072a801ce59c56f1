package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.internal.shards.MapDocument;
import io.github.chthosting.couchdb.internal.shards.Placement;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.StepHandlers;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Maps in which ranges overlap, put there by hand, and their repair. */
class OverlapTest {
  private static final String ALL = "00000000-ffffffff";
  private static final String LOW = "00000000-7fffffff";
  private static final String HIGH = "80000000-ffffffff";
  private static final String A = KillWorld.NAMES.get(0);

  private final EmbeddedCouchDb server =
      CutScene.hasty(
          EmbeddedCouchDb.builder().nodes(3).names(KillWorld.NAMES.toArray(String[]::new)));
  private final CouchDb couch = CutScene.client(server);
  private final Path folder;

  OverlapTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @AfterEach
  void stop() {
    couch.close();
    server.close();
  }

  private void enter(Placement... copies) {
    ObjectNode map = (ObjectNode) couch.at(0).node().localDatabase("_dbs", "medic");
    ObjectNode edited = new MapDocument(map).with(List.of(copies)).json();
    JsonNode written =
        couch.at(0).request("PUT", "_node", "_local", "_dbs", "medic").body(edited).json();
    for (int address = 0; address < KillWorld.NAMES.size(); address++) {
      while (!rev(address).equals(written.path("rev").asString(""))) {
        KillLoad.pause(10);
      }
    }
  }

  private String rev(int address) {
    return couch.at(address).node().localDatabase("_dbs", "medic").path("_rev").asString("");
  }

  private void apply(Plan plan) {
    try (Journal journal = Journal.in(folder)) {
      StepHandlers changes =
          ClusterPlans.builder(couch).patience(Duration.ofSeconds(20)).build().steps();
      plan.carriedOutBy(changes).apply(journal).await();
    }
  }

  private static Map<String, Object> security() {
    return Map.of("members", Map.of("names", List.of(), "roles", List.of("nurse")));
  }

  private NodePlanner plans() {
    return NodePlanner.of(ClusterLayout.of(couch));
  }

  private List<String> strays() {
    return List.copyOf(CutScene.strays(ClusterLayout.of(couch), "medic"));
  }

  /** Into one file alone, past the map. */
  private void write(String range, String id) {
    String suffix =
        ClusterLayout.of(couch).database("medic").map(DatabaseLayout::suffix).orElseThrow();
    String file = "shards/" + range + "/medic" + suffix;
    Map<String, Object> document = Map.of("_id", id, "_rev", "2-b", "history", "written aside");
    Map<String, Object> body = Map.of("new_edits", false, "docs", List.of(document));
    couch.request("POST", "_node", A, file, "_bulk_docs").body(body).json();
  }

  @Test
  void whatOnlyTheParentHasIsInItsChildrenBeforeItLeaves() {
    KillData data = KillData.create(couch, "medic", 2, 2, 40);
    CutScene.settle(server);
    Map<String, String> content = new TreeMap<>(data.read(0));
    // Internal replication would bring them into the others.
    server.background().pauseShards();
    enter(new Placement(ALL, A));
    couch.request("PUT", "medic", "_security").body(security()).json();
    for (int i = 0; i < 30; i++) {
      write(ALL, "only-in-the-parent-" + i);
      content.put("only-in-the-parent-" + i, "[2-b]");
    }
    assertThat(ClusterLayout.of(couch).findings())
        .anyMatch(finding -> finding.is(LayoutProblem.OVERLAP));
    Plan plan = plans().repair();
    assertThat(plan.toString())
        .contains("merge the ranges of medic", ALL + " on " + A + " leaves", "files are kept");
    apply(plan);
    assertThat(Cluster.of(couch).shards("medic").q()).isEqualTo(2);
    for (int address = 0; address < 3; address++) {
      assertThat(data.read(address)).isEqualTo(content);
    }
    assertThat(ClusterLayout.measured(couch).findings()).isEmpty();
    assertThat(strays()).singleElement().asString().contains(ALL);
  }

  @Test
  void childrenOfASplitThatWasEnteredByHandAreFilled() {
    KillData data = KillData.create(couch, "medic", 1, 2, 40);
    CutScene.settle(server);
    Map<String, String> content = data.read(0);
    server.background().pauseShards();
    enter(new Placement(LOW, A), new Placement(HIGH, KillWorld.NAMES.get(1)));
    apply(plans().deletingFiles().repair());
    assertThat(Cluster.of(couch).shards("medic").q()).isEqualTo(2);
    for (int address = 0; address < 3; address++) {
      assertThat(data.read(address)).isEqualTo(content);
    }
    assertThat(strays()).isEmpty();
  }

  @Test
  void copiesThatDifferInWhoMayReadAreNotChosenFrom() {
    KillData.create(couch, "medic", 2, 1, 40);
    // Internal replication would bring both from one to the other.
    server.background().pauseShards();
    enter(new Placement(ALL, A));
    write(ALL, "only-in-the-parent");
    Plan plan = plans().repair();
    assertThatThrownBy(() -> apply(plan))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("have different _security");
    couch.request("PUT", "medic", "_security").body(security()).json();
    apply(plan);
    assertThat(couch.database("medic").find("only-in-the-parent")).isPresent();
  }

  @Test
  void aMapThatWasEditedSinceIsPlannedAgain() {
    KillData.create(couch, "medic", 2, 1, 10);
    enter(new Placement(ALL, A));
    Plan plan = plans().repair();
    enter(new Placement("00000000-3fffffff", A));
    assertThatThrownBy(() -> apply(plan))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("observe and plan again");
    assertThat(CutScene.map(ClusterLayout.of(couch), "medic")).containsKey(ALL);
  }

  @Test
  void aSurplusThatCannotBeReadIsNotGivenUp() {
    KillData.create(couch, "medic", 2, 1, 10);
    enter(new Placement(ALL, "x@127.0.0.1"));
    assertThatThrownBy(() -> plans().repair())
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining(ALL + " on x@127.0.0.1 would be removed, and cannot be read");
  }
}
