package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.chthosting.Credentials;
import io.github.chthosting.Secret;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.platform.Journal;
import io.github.chthosting.platform.Marks;
import io.github.chthosting.platform.Plan;
import io.github.chthosting.platform.PlanRefusedException;
import io.github.chthosting.platform.Step;
import io.github.chthosting.platform.StepRunner;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans about nodes, ranges and maps, carried out on an embedded cluster. */
class ClusterChangesTest {
  private static final Credentials.Basic ADMIN =
      new Credentials.Basic("admin", Secret.of("password"));
  private static final String A = "a@127.0.0.1";
  private static final String B = "b@127.0.0.1";
  private static final String C = "c@127.0.0.1";
  private static final String D = "d@127.0.0.1";

  private final EmbeddedCouchDb server =
      EmbeddedCouchDb.builder().nodes(4).names(A, B, C, D).joined(false).start();
  private final CouchDb couch = client(0, 1, 2);
  private final CouchDb all = client(0, 1, 2, 3);
  private final Path folder;

  ClusterChangesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private CouchDb client(int... nodes) {
    List<URI> uris = new ArrayList<>();
    for (int node : nodes) {
      uris.add(server.uri(node));
    }
    return CouchDb.builder(uris).credentials(ADMIN).attempts(1).build();
  }

  @BeforeEach
  void setUp() {
    ClusterSetup.run(couch, ADMIN, "0.0.0.0");
  }

  @AfterEach
  void stop() {
    couch.close();
    all.close();
    server.close();
  }

  private void fill(String name, int q, int n) {
    couch.database(name).create(DatabaseOptions.defaults().q(q).n(n));
    List<Map<String, Object>> documents = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      documents.add(Map.of("_id", "d" + i, "text", "y".repeat(300)));
    }
    couch.request("POST", name, "_bulk_docs").body(Map.of("docs", documents)).json();
    settle();
  }

  private void settle() {
    try {
      assertThat(server.background().awaitIdle(Duration.ofSeconds(20))).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void apply(CouchDb by, Plan plan) {
    assertThat(plan.isEmpty()).as(plan.title()).isFalse();
    try (Journal journal = Journal.in(folder)) {
      plan.apply(journal, changes(by)).await();
    }
  }

  private static ClusterChanges changes(CouchDb by) {
    return ClusterChanges.on(by).patience(Duration.ofSeconds(10));
  }

  private static ClusterLayout whole(CouchDb by) {
    ClusterLayout layout = ClusterLayout.measured(by);
    assertThat(layout.findings()).isEmpty();
    return layout;
  }

  private NodeCandidate fresh() {
    try (CouchDb one = client(3)) {
      return NodeCandidate.of(one);
    }
  }

  private static long documents(CouchDb by, String name) {
    return by.request("GET", name, "_all_docs").json().path("rows").size();
  }

  @Test
  void aNodeComesAndGoes() {
    fill("medic", 4, 1);
    apply(all, NodePlans.of(whole(couch)).add(fresh(), "z1"));
    assertThat(whole(all).node(D).orElseThrow().zone()).isEqualTo("z1");
    apply(all, ShardPlans.of(whole(all)).rebalance(Balance.COUNT));
    assertThat(whole(all).shares().get(D).copies()).isPositive();
    apply(all, NodePlans.of(whole(all)).cleanUp());
    apply(all, NodePlans.of(whole(all)).drain(D));
    apply(all, NodePlans.of(whole(all)).remove(D));
    assertThat(couch.cluster().membership().members()).containsExactly(A, B, C);
    assertThat(documents(couch, "medic")).isEqualTo(200);
  }

  @Test
  void aJoinThatWasCutIsTakenBack() {
    Plan plan = NodePlans.of(whole(couch)).add(fresh(), "");
    server.background().pauseMaps();
    try (Journal journal = Journal.in(folder)) {
      ClusterChanges hasty = ClusterChanges.on(all).patience(Duration.ofMillis(300));
      assertThatThrownBy(() -> plan.apply(journal, hasty).await())
          .hasMessageContaining("is no member on all nodes yet");
      server.background().resume();
      journal.rollBack(changes(all)).await();
    }
    settle();
    assertThat(couch.cluster().membership().members()).containsExactly(A, B, C);
  }

  @Test
  void aNodeIsNotRemovedIfADatabaseWasCreatedOnItMeanwhile() {
    apply(all, NodePlans.of(whole(couch)).add(fresh(), ""));
    Plan plan = NodePlans.of(whole(all)).remove(D);
    fill("late", 4, 3);
    assertThat(couch.database("late").shards().nodes()).contains(D);
    assertThatThrownBy(() -> apply(all, plan))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("maps place copies on it since (late)");
    assertThat(all.cluster().membership().members()).contains(D);
  }

  @Test
  void aLostNodeIsReplaced() {
    fill("medic", 4, 2);
    fill("single", 4, 1);
    server.node(2).stop();
    apply(all, NodePlans.of(ClusterLayout.of(all)).add(fresh(), ""));
    assertThatThrownBy(() -> NodePlans.of(ClusterLayout.of(all)).replace(C, D))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("single: gone with the node");
    apply(all, NodePlans.of(ClusterLayout.of(all)).acceptingLoss().replace(C, D));
    ClusterLayout after = whole(all);
    assertThat(after.nodes()).extracting(ClusterLayout.Node::name).containsExactly(A, B, D);
    assertThat(after.database("medic").orElseThrow().replicas()).isEqualTo(2);
    assertThat(documents(couch, "medic")).isEqualTo(200);
    assertThat(documents(couch, "single")).isBetween(1L, 199L);
  }

  @Test
  void maintenanceIsLeftWhenTheCopiesHaveCaughtUp() {
    fill("medic", 2, 3);
    apply(couch, NodePlans.of(whole(couch)).enterMaintenance(B));
    assertThat(couch.at(1).isUp()).isFalse();
    couch.at(0).database("medic").put("new", Map.of());
    apply(couch, NodePlans.of(ClusterLayout.of(couch)).leaveMaintenance(B));
    assertThat(couch.at(1).isUp()).isTrue();
  }

  @Test
  void zonesAreSetAndRead() {
    apply(couch, NodePlans.of(whole(couch)).zone(A, "z1"));
    apply(couch, NodePlans.of(whole(couch)).zone(B, "z2"));
    settle();
    ClusterLayout layout = ClusterLayout.of(couch);
    assertThat(layout.node(A).orElseThrow().zone()).isEqualTo("z1");
    assertThat(NodePlans.of(layout).zone(A, "z1").isEmpty()).isTrue();
    apply(couch, NodePlans.of(layout).zone(A, ""));
    assertThat(ClusterLayout.of(couch).node(A).orElseThrow().zone()).isEmpty();
  }

  @Test
  void moreRangesAndFewer() {
    fill("medic", 2, 2);
    apply(couch, ReshardPlans.of(whole(couch)).split("medic", 8));
    assertThat(couch.cluster().shards("medic").q()).isEqualTo(8);
    assertThat(documents(couch, "medic")).isEqualTo(200);
    apply(couch, ReshardPlans.of(whole(couch)).rebuild("medic", "medic-q1", 1));
    apply(couch, ReshardPlans.of(whole(couch)).swap("medic", "medic-q1"));
    assertThat(couch.cluster().shards("medic").q()).isEqualTo(1);
    assertThat(documents(couch, "medic")).isEqualTo(200);
    assertThat(documents(couch, "medic-q1")).isEqualTo(200);
  }

  @Test
  void aCopyThatDiffersIsNotSwapped() {
    fill("medic", 2, 1);
    apply(couch, ReshardPlans.of(whole(couch)).rebuild("medic", "copy", 1));
    couch.database("copy").put("only-here", Map.of());
    assertThatThrownBy(() -> apply(couch, ReshardPlans.of(whole(couch)).swap("medic", "copy")))
        .hasMessageContaining("Nothing was removed");
    assertThat(documents(couch, "medic")).isEqualTo(200);
  }

  private void editMap(String name, UnaryOperator<ObjectNode> edit) {
    ObjectNode map = (ObjectNode) couch.at(0).node().localDatabase("_dbs", name);
    couch.at(0).request("PUT", "_node", "_local", "_dbs", name).body(edit.apply(map)).json();
    settle();
  }

  private static ObjectNode without(ObjectNode map, String range) {
    ((ObjectNode) map.get("by_range")).remove(range);
    for (JsonNode ranges : map.get("by_node")) {
      ArrayNode array = (ArrayNode) ranges;
      for (int i = array.size() - 1; i >= 0; i--) {
        if (array.get(i).asText().equals(range)) {
          array.remove(i);
        }
      }
    }
    return map;
  }

  private Set<LayoutFinding.Kind> kinds() {
    Set<LayoutFinding.Kind> kinds = new TreeSet<>();
    ClusterLayout.measured(couch).findings().forEach(finding -> kinds.add(finding.kind()));
    return kinds;
  }

  @Test
  void aHoleIsMendedFromTheFileThatIsLeft() {
    fill("medic", 2, 1);
    editMap("medic", map -> without(map, "80000000-ffffffff"));
    assertThat(kinds()).containsExactly(LayoutFinding.Kind.HOLE);
    apply(couch, NodePlans.of(ClusterLayout.of(couch)).repair());
    assertThat(documents(couch, "medic")).isEqualTo(200);
    whole(couch);
  }

  @Test
  void aMapThatContradictsItselfIsMended() {
    fill("medic", 2, 1);
    editMap(
        "medic",
        map -> {
          map.withObject("/by_node").putArray("x@h").add("80000000-ffffffff");
          return map;
        });
    assertThat(kinds()).containsExactly(LayoutFinding.Kind.MAP_CONTRADICTS);
    apply(couch, NodePlans.of(ClusterLayout.of(couch)).repair());
    whole(couch);
  }

  @Test
  void aWrongSuffixIsNamedAndNotMoved() {
    fill("medic", 2, 1);
    editMap(
        "medic",
        map -> {
          ArrayNode suffix = map.putArray("shard_suffix");
          ".1111111111".chars().forEach(suffix::add);
          return map;
        });
    // CouchDB creates empty files under the new suffix, and answers from them.
    assertThat(kinds()).containsExactly(LayoutFinding.Kind.OTHER_SUFFIX);
    assertThatThrownBy(
            () -> ShardPlans.of(ClusterLayout.of(couch)).only(List.of("medic")).replicas(2))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("OTHER_SUFFIX");
  }

  @Test
  void aMapThatWasEditedMeanwhileIsPlannedAgain() {
    fill("medic", 2, 1);
    ShardPlans plans = ShardPlans.of(whole(couch)).only(List.of("medic"));
    Plan drain = plans.drain(couch.database("medic").shards().nodes().get(0));
    apply(couch, plans.replicas(2));
    assertThatThrownBy(() -> apply(couch, drain)).isInstanceOf(PlanRefusedException.class);
  }

  @Test
  void aStepThatWasTakenFromTheWrongMapSaysSo() {
    fill("medic", 2, 1);
    String holder = couch.database("medic").shards().nodes().get(0);
    ShardPlans plans = ShardPlans.of(whole(couch)).only(List.of("medic"));
    Plan first = plans.deletingFiles().drain(holder);
    Plan stale = plans.drain(holder);
    apply(couch, first);
    assertThatThrownBy(() -> apply(couch, stale))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("observe and plan again");
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
    assertThat(couch.cluster().findings())
        .extracting(LayoutFinding::kind)
        .contains(LayoutFinding.Kind.CREDENTIALS_DIFFER);
    assertThatThrownBy(() -> ShardPlans.of(ClusterLayout.of(couch)).replicas(1))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("CREDENTIALS_DIFFER");
  }

  @Test
  void aPlanThatWasKilledBetweenStepsGoesOn() {
    fill("medic", 4, 2);
    Plan plan = NodePlans.of(whole(couch)).add(fresh(), "");
    try (Journal journal = Journal.in(folder)) {
      StepRunner killed = new Killed(changes(all), NodePlans.ALIGN);
      assertThatThrownBy(() -> plan.apply(journal, killed).await()).hasMessage("killed");
    }
    try (Journal journal = Journal.in(folder)) {
      assertThat(journal.resume(changes(all)).await()).isEqualTo(1);
    }
    whole(all);
  }

  /** A process that is killed as it begins a step. */
  private record Killed(StepRunner runner, String action) implements StepRunner {
    @Override
    public void run(Step step, Marks marks, WorkContext context) throws Exception {
      if (step.action().equals(action)) {
        throw new IllegalStateException("killed");
      }
      runner.run(step, marks, context);
    }

    @Override
    public void rollBack(Step step, Marks marks, WorkContext context) throws Exception {
      runner.rollBack(step, marks, context);
    }
  }
}
