package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.Credentials;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.shards.DatabaseCopies;
import io.github.chthosting.couchdb.internal.shards.DatabaseCopies.Copy;
import io.github.chthosting.couchdb.internal.shards.LostVolume;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import io.github.chthosting.testkit.EmbeddedNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Four nodes, three of which have a database, and something that befalls the first copies. */
final class DegradedCluster implements AutoCloseable {
  static final String NAME = "medic";
  static final Credentials ADMIN = Credentials.basic("admin", "password");

  /** The fate of the copies on one node. */
  enum Fate {
    NONE,
    EMPTIED,
    BEHIND,
    DOWN,
    MAINTENANCE,
    COMING_BACK
  }

  final EmbeddedCouchDb server = EmbeddedCouchDb.builder().nodes(4).start();
  final EmbeddedNode spare = server.node(3);
  final CouchDb couch = CouchDb.builder(spare.uri()).credentials(ADMIN).attempts(1).build();
  final Database database = couch.database(NAME);
  final EmbeddedNode victim;
  Map<String, String> truth = Map.of();

  DegradedCluster(int n) {
    server.background().mapDelay(Duration.ofMillis(5)).syncDelay(Duration.ofMillis(5));
    // A node to replace another holds none of the same ranges.
    couch.databases().forEach(name -> couch.database(name).delete());
    decommission(true);
    database.create(DatabaseOptions.defaults().q(2).n(n));
    decommission(false);
    write(0, 60);
    settle();
    String first = copies().ranges().get(0).copies().get(0).node();
    victim =
        server.nodes().stream().filter(node -> node.name().equals(first)).findFirst().orElseThrow();
    truth = content(NAME);
  }

  /** New databases keep away from the spare node. */
  private void decommission(boolean now) {
    String[] path = {"_node", "_local", "_nodes", spare.name()};
    ObjectNode member = (ObjectNode) couch.request("GET", path).json();
    member.put("decom", now ? "true" : "false");
    couch.request("PUT", path).body(member).json();
    settle();
  }

  void write(int from, int to) {
    List<Map<String, Object>> documents = new ArrayList<>();
    for (int i = from; i < to; i++) {
      documents.add(Map.of("_id", "d" + i, "i", i));
    }
    couch.request("POST", NAME, "_bulk_docs").body(Map.of("docs", documents)).json();
  }

  DatabaseCopies copies() {
    return DatabaseCopies.read(Wire.of(couch), NAME);
  }

  /** A node that has a copy of a range of which the victim has one too; the victim with n=1. */
  EmbeddedNode fellow() {
    return server.nodes().stream()
        .filter(node -> node != victim && node != spare)
        .filter(
            node ->
                copies().ranges().stream()
                    .map(range -> range.copies().stream().map(Copy::node).toList())
                    .anyMatch(nodes -> nodes.containsAll(List.of(node.name(), victim.name()))))
        .findFirst()
        .orElse(victim);
  }

  /** Lets it happen; for good until {@link #heal}, but for what comes back. */
  void strike(Fate fate, int n) {
    switch (fate) {
      case NONE -> {}
      case EMPTIED -> empty(n);
      case BEHIND -> miss();
      case DOWN -> victim.stop();
      case MAINTENANCE -> victim.config("couchdb", "maintenance_mode", "true");
      case COMING_BACK -> {
        miss();
        server.background().syncDelay(Duration.ofMillis(300)).resume();
      }
    }
  }

  private void empty(int n) {
    server.background().pauseShards();
    for (DatabaseCopies.Range range : copies().ranges()) {
      for (Copy copy : range.copies()) {
        if (copy.node().equals(victim.name())) {
          LostVolume.empty(copy.file());
        }
      }
    }
    if (n == 1) {
      truth = content(NAME);
    }
  }

  /** Takes the node away while documents are written and changed. */
  private void miss() {
    victim.stop();
    write(60, 100);
    for (int i = 0; i < 10; i++) {
      database.put("d" + i, change(i));
    }
    truth = content(NAME);
    server.background().pauseShards();
    victim.start();
  }

  private ObjectNode change(int i) {
    ObjectNode document = database.get("d" + i).json().deepCopy();
    return document.put("changed", true);
  }

  /** The network, the disk and the people do what they can. */
  void heal() {
    server.nodes().stream().filter(node -> !node.isUp()).forEach(EmbeddedNode::start);
    server.nodes().forEach(node -> node.config("couchdb", "maintenance_mode", "false"));
    server.background().syncDelay(Duration.ofMillis(10)).resume();
    settle();
    couch.databases().stream()
        .filter(name -> !name.startsWith("_"))
        .forEach(name -> couch.request("POST", name, "_sync_shards").json());
    settle();
  }

  void settle() {
    try {
      assertThat(server.background().awaitIdle(Duration.ofSeconds(20))).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Revisions by id. */
  Map<String, String> content(String name) {
    return content(couch, name);
  }

  static Map<String, String> content(CouchDb couch, String name) {
    Map<String, String> content = new TreeMap<>();
    for (JsonNode row : couch.request("GET", name, "_all_docs").json().path("rows")) {
      content.put(row.path("id").asString(""), row.path("value").path("rev").asString(""));
    }
    return content;
  }

  @Override
  public void close() {
    couch.close();
    server.close();
  }
}
