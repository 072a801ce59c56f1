package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.chthosting.AccessDeniedException;
import io.github.chthosting.Credentials;
import io.github.chthosting.HostingException;
import io.github.chthosting.Secret;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.RawReply;
import io.github.chthosting.platform.Journal;
import io.github.chthosting.platform.Plan;
import io.github.chthosting.platform.PlanRefusedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of a cluster of real nodes that this test starts and kills. */
class ClusterLifeNodesIT {
  private static final String A = "a@127.0.0.1";
  private static final String B = "b@127.0.0.1";
  private static final String C = "c@127.0.0.1";
  private static final String D = "d@127.0.0.1";

  private final Path folder;
  private final OwnNodes nodes;

  ClusterLifeNodesIT(@TempDir Path folder) {
    this.folder = folder;
    this.nodes = new OwnNodes(folder.resolve("nodes"));
  }

  @AfterEach
  void stop() {
    nodes.close();
  }

  private CouchDb cluster(String... names) {
    nodes.start(names);
    CouchDb couch = nodes.client(names);
    ClusterSetup.run(couch, OwnNodes.ADMIN, "0.0.0.0");
    return couch;
  }

  private void apply(CouchDb couch, Plan plan) {
    System.out.println(plan);
    assertThat(plan.isEmpty()).isFalse();
    try (Journal journal = Journal.in(folder.resolve("journal"))) {
      plan.apply(journal, ClusterChanges.on(couch)).await();
    }
  }

  private static void fill(CouchDb couch, String name, int q, int n) {
    couch.database(name).create(DatabaseOptions.defaults().q(q).n(n));
    List<Map<String, Object>> documents = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      documents.add(Map.of("_id", "d%05d".formatted(i), "n", i, "text", "y".repeat(300)));
    }
    couch.request("POST", name, "_bulk_docs").body(Map.of("docs", documents)).json();
  }

  /** Revisions by id, read through one address. */
  private static Map<String, String> content(CouchDb couch, int address, String name) {
    Map<String, String> content = new TreeMap<>();
    for (JsonNode row : couch.at(address).request("GET", name, "_all_docs").json().path("rows")) {
      content.put(row.path("id").asText(), row.path("value").path("rev").asText());
    }
    return content;
  }

  private static ShardPlans single(CouchDb couch) {
    return ShardPlans.of(ClusterLayout.of(couch)).only(List.of("single"));
  }

  private static ClusterLayout layout(CouchDb couch) {
    ClusterLayout layout = ClusterLayout.measured(couch);
    assertThat(layout.findings()).isEmpty();
    return layout;
  }

  @Test
  void setUpMakesOneIdentityAndSessionsHoldOnAllNodes() {
    try (CouchDb couch = cluster(A, B, C)) {
      assertThat(ClusterSetup.run(couch, OwnNodes.ADMIN, "0.0.0.0").members()).hasSize(3);
      assertThat(NodeSettings.of(couch).differences()).isEmpty();
      assertThat(layout(couch).nodes()).hasSize(3);
      for (int from = 0; from < 3; from++) {
        String cookie = session(couch, from, "password");
        for (int to = 0; to < 3; to++) {
          assertThat(userOf(couch, to, cookie)).isEqualTo("admin");
        }
      }
    }
  }

  private String session(CouchDb couch, int address, String password) {
    try (CouchDb anyone = CouchDb.builder(couch.addresses().get(address)).build();
        RawReply reply =
            anyone
                .request("POST", "_session")
                .body(Map.of("name", "admin", "password", password))
                .send()) {
      assertThat(reply.status()).isEqualTo(200);
      String header = reply.header("Set-Cookie").orElseThrow();
      return header.substring(0, header.indexOf(';'));
    }
  }

  private String userOf(CouchDb couch, int address, String cookie) {
    try (CouchDb anyone = CouchDb.builder(couch.addresses().get(address)).build()) {
      return anyone
          .request("GET", "_session")
          .header("Cookie", cookie)
          .json()
          .at("/userCtx/name")
          .asText();
    }
  }

  @Test
  void setUpGoesOnAfterAnyStep() {
    nodes.start(A, B, C);
    try (CouchDb couch = nodes.client(A, B, C)) {
      // Cut after one node was enabled.
      couch
          .at(1)
          .request("POST", "_cluster_setup")
          .body(
              Map.of(
                  "action",
                  "enable_cluster",
                  "username",
                  "admin",
                  "password",
                  "password",
                  "bind_address",
                  "0.0.0.0",
                  "node_count",
                  3))
          .json();
      nodes.kill(C);
      assertThatThrownBy(() -> ClusterSetup.run(couch, OwnNodes.ADMIN, "0.0.0.0"))
          .isInstanceOf(HostingException.class);
      nodes.start(C);
      assertThat(ClusterSetup.run(couch, OwnNodes.ADMIN, "0.0.0.0").members()).hasSize(3);
      // As after a node was set up once more by hand: it has a secret and a salt of its own.
      couch.at(2).node().configure("chttpd_auth", "secret", "0123456789abcdef");
      couch.at(2).node().configure("admins", "admin", "password");
      assertThat(NodeSettings.of(couch).differences()).isNotEmpty();
      ClusterSetup.run(couch, OwnNodes.ADMIN, "0.0.0.0");
      assertThat(NodeSettings.of(couch).differences()).isEmpty();
      assertThat(userOf(couch, 2, session(couch, 0, "password"))).isEqualTo("admin");
    }
  }

  @Test
  void thePasswordIsChangedOnAllNodesOrOnNone() {
    try (CouchDb couch = cluster(A, B, C)) {
      String before = session(couch, 1, "password");
      AdminPassword.on(couch, it -> CouchDb.builder(couch.addresses()).credentials(it).build())
          .change("admin", Secret.of("another"));
      try (CouchDb now =
          CouchDb.builder(couch.addresses())
              .credentials(Credentials.basic("admin", "another"))
              .build()) {
        assertThat(NodeSettings.of(now).differences()).isEmpty();
        assertThat(userOf(now, 2, before)).as("an old session, of 3.4 or later").isEqualTo("null");
        assertThat(userOf(now, 2, session(now, 0, "another"))).isEqualTo("admin");
        for (int address = 0; address < 3; address++) {
          CouchDb old = couch.at(address);
          assertThatThrownBy(() -> old.cluster().membership())
              .as("the old password at address %d", address)
              .isInstanceOf(AccessDeniedException.class);
        }
        nodes.kill(C);
        assertThatThrownBy(
                () ->
                    AdminPassword.on(
                            now, it -> CouchDb.builder(now.addresses()).credentials(it).build())
                        .change("admin", Secret.of("third")))
            .isInstanceOf(PlanRefusedException.class)
            .hasMessageContaining(C);
        assertThat(now.at(0).cluster().membership().members()).hasSize(3);
      }
    }
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

  @Test
  void moreRangesBySplittingAndFewerByRebuilding() {
    try (CouchDb couch = cluster(A, B, C)) {
      fill(couch, "medic", 2, 2);
      Map<String, String> medic = content(couch, 0, "medic");
      layout(couch);
      apply(couch, ReshardPlans.of(layout(couch)).split("medic", 8));
      assertThat(couch.cluster().shards("medic").q()).isEqualTo(8);
      assertThat(content(couch, 1, "medic")).isEqualTo(medic);
      apply(couch, ReshardPlans.of(layout(couch)).rebuild("medic", "medic-q2", 2));
      assertThat(content(couch, 1, "medic-q2")).isEqualTo(medic);
      apply(couch, ReshardPlans.of(layout(couch)).swap("medic", "medic-q2"));
      assertThat(couch.cluster().shards("medic").q()).isEqualTo(2);
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
          .anyMatch(finding -> finding.kind() == LayoutFinding.Kind.HOLE);
      assertThatThrownBy(
              () -> ShardPlans.of(ClusterLayout.of(couch)).only(List.of("medic")).replicas(1))
          .isInstanceOf(PlanRefusedException.class)
          .hasMessageContaining("HOLE");
      apply(couch, NodePlans.of(ClusterLayout.of(couch)).repair());
      assertThat(content(couch, 2, "medic")).isEqualTo(medic);
      layout(couch);
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
                if (array.get(i).asText().equals(range)) {
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
        .asText();
  }
}
