package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.shards.ShardMap;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A database on one real node; two empty nodes join, and it is rebalanced over them and drained
 * back while 8 clients write, 4 read, 2 follow and one counts, spread over the nodes. With N above
 * 1 it gets so many copies of each range in between. {@code DOCUMENTS Q N}; needs {@code
 * COUCHDB_HOME}. Prints what the clients saw, and ends with 1 if anything was lost, missing or
 * failed.
 */
final class MoveUnderLoad {
  private static final String[] NAMES = KillWorld.NAMES.toArray(String[]::new);
  private static final String DATABASE = "medic";

  private final OwnNodes nodes;
  private final Path folder;
  private boolean good = true;

  private MoveUnderLoad(OwnNodes nodes, Path folder) {
    this.nodes = nodes;
    this.folder = folder;
  }

  public static void main(String... arguments) throws Exception {
    Path folder = Files.createTempDirectory("move-under-load");
    boolean good;
    try (OwnNodes nodes = new OwnNodes(folder.resolve("nodes"))) {
      MoveUnderLoad proof = new MoveUnderLoad(nodes, folder);
      proof.run(
          Integer.parseInt(arguments[0]),
          Integer.parseInt(arguments[1]),
          Integer.parseInt(arguments[2]));
      good = proof.good;
    }
    System.exit(good ? 0 : 1);
  }

  private void run(int documents, int q, int n) {
    nodes.start(NAMES[0]);
    try (CouchDb one = nodes.client(NAMES[0])) {
      ClusterSetup.run(one, OwnNodes.ADMIN, "0.0.0.0");
      one.database(DATABASE).create(DatabaseOptions.defaults().q(q).n(1));
      fill(one, DATABASE, documents);
    }
    nodes.start(NAMES[1], NAMES[2]);
    try (CouchDb all = nodes.client(NAMES)) {
      for (int i = 1; i < 3; i++) {
        try (CouchDb fresh = nodes.client(NAMES[i])) {
          ClusterLayout layout = ClusterLayout.of(all.at(0));
          apply("join", all, NodePlanner.of(layout).add(NodeCandidate.of(fresh), ""));
        }
      }
      underLoad(all, documents, n);
    }
  }

  static void fill(CouchDb couch, String database, int documents) {
    for (int from = 0; from < documents; from += 1000) {
      List<Map<String, Object>> some = new ArrayList<>();
      for (int i = from; i < Math.min(documents, from + 1000); i++) {
        some.add(Map.of("_id", "d%07d".formatted(i), "n", i, "text", "y".repeat(1200)));
      }
      couch.request("POST", database, "_bulk_docs").body(Map.of("docs", some)).json();
    }
  }

  private void underLoad(CouchDb all, int documents, int n) {
    Map<String, String> before = revisions(all);
    Load load = new Load(all, DATABASE).start(8, 4, 2);
    try (load) {
      KillLoad.pause(3000);
      System.out.println("before: " + load);
      apply("rebalance", all, plans(all).rebalance(Balance.COUNT));
      System.out.println("so far: " + load);
      if (n > 1) {
        apply(n + " copies", all, plans(all).replicas(n));
        System.out.println("so far: " + load);
        apply("1 copy", all, plans(all).replicas(1));
      }
      apply("drain", all, plans(all).drain(NAMES[1], NAMES[2]));
      KillLoad.pause(2000);
    }
    List<String> lost = load.lost();
    Map<String, String> after = revisions(all);
    long differ =
        before.entrySet().stream()
            .filter(document -> !document.getValue().equals(after.get(document.getKey())))
            .count();
    long found = all.database(DATABASE).info().documents();
    long wanted = documents + load.created();
    System.out.printf(
        "%s%nlost %d; of those before %d differ; %d documents, %d were there or created%n",
        load, lost.size(), differ, found, wanted);
    load.failedWrites.stream().limit(5).forEach(System.out::println);
    load.missingReads.stream().limit(5).forEach(System.out::println);
    good =
        lost.isEmpty()
            && differ == 0
            && found >= wanted
            && load.failedWrites.isEmpty()
            && load.missingReads.isEmpty()
            && ShardMap.of(all.database(DATABASE)).nodes().equals(List.of(NAMES[0]));
  }

  private static Map<String, String> revisions(CouchDb couch) {
    Map<String, String> revisions = new HashMap<>();
    for (JsonNode row : couch.request("GET", DATABASE, "_all_docs").json().path("rows")) {
      revisions.put(row.path("id").asString(""), row.path("value").path("rev").asString(""));
    }
    return revisions;
  }

  private static ShardPlanner plans(CouchDb couch) {
    return ShardPlanner.of(ClusterLayout.of(couch)).only(List.of(DATABASE)).deletingFiles();
  }

  private void apply(String what, CouchDb couch, Plan plan) {
    long start = System.nanoTime();
    try (Journal journal = Journal.in(folder.resolve("journal"))) {
      plan.carriedOutBy(Cluster.of(couch).plans().steps()).apply(journal).await();
    }
    System.out.printf(Locale.ROOT, "%s: %.1f s%n", what, (System.nanoTime() - start) / 1e9);
  }
}
