package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.Progress;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.DatabaseInfo;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.shards.Shard;
import io.github.chthosting.plan.Journal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A measurement of how fast all ranges of a database get from one real node to another: by a plan,
 * proof and clean-up included, and by CouchDB's internal replication alone (the documented steps:
 * the map edited, {@code _sync_shards}, counts of the copies watched), in turn. {@code DOCUMENTS Q
 * RUNS}; needs {@code COUCHDB_HOME}.
 */
final class MoveRate {
  private static final String DATABASE = "medic";
  private static final String A = KillWorld.NAMES.get(0);
  private static final String B = KillWorld.NAMES.get(1);

  private final CouchDb couch;
  private final Path folder;

  private MoveRate(CouchDb couch, Path folder) {
    this.couch = couch;
    this.folder = folder;
  }

  public static void main(String... arguments) throws Exception {
    int documents = Integer.parseInt(arguments[0]);
    int q = Integer.parseInt(arguments[1]);
    Path folder = Files.createTempDirectory("move-rate");
    try (OwnNodes nodes = new OwnNodes(folder.resolve("nodes"))) {
      nodes.start(A, B);
      try (CouchDb couch = nodes.client(A, B)) {
        ClusterSetup.run(couch, OwnNodes.ADMIN, "0.0.0.0");
        MoveRate rate = new MoveRate(couch, folder);
        for (int run = 0; run < Integer.parseInt(arguments[2]); run++) {
          rate.pair(run, documents, q);
        }
      }
    }
    System.exit(0);
  }

  private void pair(int run, int documents, int q) {
    fill(documents, q, 2 * run);
    double planned = seconds(() -> place(B, 2 * run));
    fill(documents, q, 2 * run + 1);
    double internal = seconds(() -> synchronize(documents));
    System.out.printf(
        Locale.ROOT,
        "plan %.1f s (%.0f documents/s), internal replication %.1f s (%.0f documents/s): %.2fx%n",
        planned,
        documents / planned,
        internal,
        documents / internal,
        internal / planned);
  }

  private static double seconds(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e9;
  }

  /** All on the first node. */
  private void fill(int documents, int q, int round) {
    if (couch.databases().contains(DATABASE)) {
      couch.database(DATABASE).delete();
    }
    couch.database(DATABASE).create(DatabaseOptions.defaults().q(q).n(1));
    place(A, 1000 + round);
    MoveUnderLoad.fill(couch, DATABASE, documents);
  }

  private void place(String node, int number) {
    ShardPlanner plans = ShardPlanner.of(ClusterLayout.of(couch)).only(List.of(DATABASE));
    try (Journal journal = Journal.in(folder.resolve("journal-" + number))) {
      long start = System.nanoTime();
      plans
          .deletingFiles()
          .placeOn(List.of(node))
          .carriedOutBy(
              ClusterPlans.builder(couch).atOnce(Integer.getInteger("once", 3)).build().steps())
          .apply(journal)
          .onProgress(progress -> phase(progress, start))
          .await();
    }
  }

  private static void phase(Progress progress, long start) {
    if (progress.unit().equals("phases")) {
      System.out.printf(
          Locale.ROOT, "  %6.1f s %s%n", (System.nanoTime() - start) / 1e9, progress.phase());
    }
  }

  private void synchronize(int documents) {
    JsonNode read = couch.request("GET", "_node", "_local", "_dbs", DATABASE).json();
    ObjectNode map = (ObjectNode) read;
    map.withObject("/by_range").properties().forEach(range -> addSecond(map, range.getKey()));
    couch.request("PUT", "_node", "_local", "_dbs", DATABASE).body(map).json();
    KillLoad.await(
        () -> Cluster.of(couch).shards(DATABASE).shards().stream().allMatch(MoveRate::hasTwo));
    KillLoad.await(
        () ->
            Cluster.of(couch.at(1)).shards(DATABASE).shards().stream().allMatch(MoveRate::hasTwo));
    couch.at(0).request("POST", DATABASE, "_sync_shards").json();
    couch.at(1).request("POST", DATABASE, "_sync_shards").json();
    KillLoad.await(() -> documentsOn(B) == documents);
  }

  private static void addSecond(ObjectNode map, String range) {
    map.withObject("/by_range").withArray(range).add(B);
    map.withObject("/by_node").withArray(B).add(range);
    map.withArray("/changelog").addArray().add("add").add(range).add(B);
  }

  private static boolean hasTwo(Shard shard) {
    return shard.nodes().size() == 2;
  }

  private long documentsOn(String node) {
    return Cluster.of(couch).shardsWithSizes(DATABASE).shards().stream()
        .flatMap(shard -> shard.copies().stream())
        .filter(copy -> copy.node().equals(node))
        .mapToLong(copy -> copy.info().map(DatabaseInfo::documents).orElse(0L))
        .sum();
  }
}
