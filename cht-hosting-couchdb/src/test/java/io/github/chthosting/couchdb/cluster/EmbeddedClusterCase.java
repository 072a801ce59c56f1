package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.Credentials;
import io.github.chthosting.Secret;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.StepHandlers;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Four embedded nodes, three of which are a cluster, and plans that are carried out on them. */
abstract class EmbeddedClusterCase {
  static final Credentials.Basic ADMIN = new Credentials.Basic("admin", Secret.of("password"));
  static final String A = "a@127.0.0.1";
  static final String B = "b@127.0.0.1";
  static final String C = "c@127.0.0.1";
  static final String D = "d@127.0.0.1";

  final EmbeddedCouchDb server =
      EmbeddedCouchDb.builder().nodes(4).names(A, B, C, D).joined(false).start();
  final CouchDb couch = client(0, 1, 2);
  final CouchDb all = client(0, 1, 2, 3);
  final Path folder;

  EmbeddedClusterCase(Path folder) {
    this.folder = folder;
  }

  CouchDb client(int... nodes) {
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

  void fill(String name, int q, int n) {
    couch.database(name).create(DatabaseOptions.defaults().q(q).n(n));
    List<Map<String, Object>> documents = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      documents.add(Map.of("_id", "d" + i, "text", "y".repeat(300)));
    }
    couch.request("POST", name, "_bulk_docs").body(Map.of("docs", documents)).json();
    settle();
  }

  void settle() {
    try {
      assertThat(server.background().awaitIdle(Duration.ofSeconds(20))).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void apply(CouchDb by, Plan plan) {
    assertThat(plan.isEmpty()).as(plan.title()).isFalse();
    try (Journal journal = Journal.in(folder)) {
      plan.carriedOutBy(changes(by)).apply(journal).await();
    }
  }

  static StepHandlers changes(CouchDb by) {
    return ClusterPlans.builder(by).patience(Duration.ofSeconds(10)).build().steps();
  }

  static ClusterLayout whole(CouchDb by) {
    ClusterLayout layout = ClusterLayout.measured(by);
    assertThat(layout.findings()).isEmpty();
    return layout;
  }

  NodeCandidate fresh() {
    try (CouchDb one = client(3)) {
      return NodeCandidate.of(one);
    }
  }

  static long documents(CouchDb by, String name) {
    return by.request("GET", name, "_all_docs").json().path("rows").size();
  }
}
