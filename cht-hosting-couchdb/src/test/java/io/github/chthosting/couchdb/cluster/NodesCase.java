package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.RawReply;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import tools.jackson.databind.JsonNode;

/** Real nodes that a test starts and kills, and plans that are carried out on them. */
abstract class NodesCase {
  static final String A = "a@127.0.0.1";
  static final String B = "b@127.0.0.1";
  static final String C = "c@127.0.0.1";
  static final String D = "d@127.0.0.1";

  final Path folder;
  final OwnNodes nodes;

  NodesCase(Path folder) {
    this.folder = folder;
    this.nodes = new OwnNodes(folder.resolve("nodes"));
  }

  @AfterEach
  void stop() {
    nodes.close();
  }

  CouchDb cluster(String... names) {
    nodes.start(names);
    CouchDb couch = nodes.client(names);
    ClusterSetup.run(couch, OwnNodes.ADMIN, "0.0.0.0");
    return couch;
  }

  void apply(CouchDb couch, Plan plan) {
    System.out.println(plan);
    assertThat(plan.isEmpty()).isFalse();
    try (Journal journal = Journal.in(folder.resolve("journal"))) {
      plan.carriedOutBy(Cluster.of(couch).plans().steps()).apply(journal).await();
    }
  }

  static void fill(CouchDb couch, String name, int q, int n) {
    couch.database(name).create(DatabaseOptions.defaults().q(q).n(n));
    List<Map<String, Object>> documents = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      documents.add(Map.of("_id", "d%05d".formatted(i), "n", i, "text", "y".repeat(300)));
    }
    couch.request("POST", name, "_bulk_docs").body(Map.of("docs", documents)).json();
  }

  /** Revisions by id, read through one address. */
  static Map<String, String> content(CouchDb couch, int address, String name) {
    Map<String, String> content = new TreeMap<>();
    for (JsonNode row : couch.at(address).request("GET", name, "_all_docs").json().path("rows")) {
      content.put(row.path("id").asString(""), row.path("value").path("rev").asString(""));
    }
    return content;
  }

  static ClusterLayout layout(CouchDb couch) {
    ClusterLayout layout = ClusterLayout.measured(couch);
    assertThat(layout.findings()).isEmpty();
    return layout;
  }

  String session(CouchDb couch, int address, String password) {
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

  String userOf(CouchDb couch, int address, String cookie) {
    try (CouchDb anyone = CouchDb.builder(couch.addresses().get(address)).build()) {
      return anyone
          .request("GET", "_session")
          .header("Cookie", cookie)
          .json()
          .at("/userCtx/name")
          .asString("");
    }
  }
}
