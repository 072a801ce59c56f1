package io.github.chthosting.couchdb.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.Node;
import io.github.chthosting.couchdb.cluster.Cluster;
import io.github.chthosting.couchdb.cluster.Membership;
import io.github.chthosting.couchdb.server.CouchDbVersion;
import io.github.chthosting.couchdb.server.NotFoundException;
import io.github.chthosting.couchdb.shards.ShardMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Nodes, shards and upkeep. */
public abstract class ClusterCases extends Cases {
  private static final List<String> IDS =
      List.of("a", "d00001", "ü 😀", "_design/x", "with/slash +%", "x".repeat(1000));

  protected ClusterCases(CouchDb couch) {
    super(couch);
  }

  @Test
  void membership() {
    Membership membership = Cluster.of(couch).membership();
    assertThat(membership.members()).contains(couch.node().name());
    assertThat(membership.absent()).isEmpty();
    assertThat(Cluster.of(couch).memberships()).hasSize(couch.addresses().size());
    for (int address = 0; address < couch.addresses().size(); address++) {
      assertThat(membership.members()).contains(couch.at(address).node().name());
    }
  }

  @Test
  void findsTheShardOfADocumentAsCouchDbDoes() {
    Database database = fresh(DatabaseOptions.defaults().q(8).n(1));
    ShardMap map = ShardMap.of(database);

    assertThat(map.q()).isEqualTo(8);
    for (String id : IDS) {
      JsonNode truth = database.request("GET", "_shards", id).json();
      assertThat(map.shardOf(id).range()).hasToString(truth.path("range").asString(""));
      assertThat(map.nodesOf(id)).containsExactly(truth.path("nodes").path(0).asString(""));
    }
  }

  @Test
  void findsTheShardInAPartitionedDatabase() {
    Database database = fresh(DatabaseOptions.defaults().q(8).n(1).partitioned());
    ShardMap map = ShardMap.of(database);

    assertThat(map.partitioned()).isTrue();
    for (String id : List.of("a:1", "a:2", "bb:x:y", "_design/x:y")) {
      JsonNode truth = database.request("GET", "_shards", id).json();
      assertThat(map.shardOf(id).range()).hasToString(truth.path("range").asString(""));
    }
  }

  @Test
  void showsWhatEachCopyHolds() {
    Database database = fresh(DatabaseOptions.defaults().q(4).n(1));
    fill(database, 0, 100);

    ShardMap map = Cluster.of(couch).shardsWithSizes(database.name());

    assertThat(
            map.shards().stream()
                .flatMap(shard -> shard.copies().stream())
                .mapToLong(copy -> copy.info().orElseThrow().documents())
                .sum())
        .isEqualTo(100);
    assertThat(map.table()).contains("00000000-3fffffff", map.nodes().get(0), " docs ", "sum");
  }

  @Test
  void configuresANode() {
    Node node = couch.node();
    String section = "client_it";
    assertThat(node.configuration(section, "key")).isEmpty();
    assertThat(node.configure(section, "key", "a \"quoted\" ü")).isEmpty();
    assertThat(node.configure(section, "key", "two")).isEqualTo("a \"quoted\" ü");
    assertThat(node.configuration(section, "key")).contains("two");
    assertThat(node.configuration(section)).isEqualTo(Map.of("key", "two"));
    assertThat(node.configuration()).containsKey(section);
    assertThat(node.removeConfiguration(section, "key")).isEqualTo("two");
    assertThatThrownBy(() -> node.removeConfiguration(section, "key"))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void namesTheNodeThatIsNotThere() {
    assertThatThrownBy(() -> couch.node("none@127.0.0.1").configuration("couchdb", "uuid"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("no such node");
  }

  @Test
  void statistics() {
    assertThat(couch.node().stats("couchdb").isObject()).isTrue();
    assertThat(couch.node().system().path("uptime").isNumber()).isTrue();
    assertThat(couch.activeTasks()).isNotNull();
    if (couch.info().version().isAtLeast(CouchDbVersion.of(3, 2))) {
      assertThat(couch.node().versions().isObject()).isTrue();
      assertThat(couch.node().prometheus()).contains("# TYPE couchdb_");
    }
  }

  @Test
  void keepsADatabaseInShape() {
    Database database = fresh();
    String rev = database.put(document("x", "{}"));
    database.put(document("_design/v", "{'views':{'a':{'map':'function(d){emit(d._id)}'}}}"));

    assertThat(database.upkeep().purge(Map.of("x", List.of(rev))))
        .isEqualTo(Map.of("x", List.of(rev)));
    assertThat(database.find("x")).isEmpty();
    database.upkeep().revisionsLimit(500);
    assertThat(database.upkeep().revisionsLimit()).isEqualTo(500);
    database.upkeep().purgedInfosLimit(500);
    assertThat(database.upkeep().purgedInfosLimit()).isEqualTo(500);
    database.upkeep().compact();
    database.upkeep().compactViews("v");
    database.upkeep().cleanUpViews();
    database.upkeep().syncShards();
    assertThat(database.design("v").views().signature()).isNotEmpty();
  }
}
