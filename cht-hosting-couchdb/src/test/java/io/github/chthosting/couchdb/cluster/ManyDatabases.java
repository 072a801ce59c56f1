package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.plan.Plan;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A measurement of how long a cluster of many databases takes to be read, checked and planned for,
 * and how many requests that is. {@code embedded|nodes DATABASES RUNS}; the second needs {@code
 * COUCHDB_HOME}.
 */
final class ManyDatabases {
  private ManyDatabases() {}

  public static void main(String... arguments) throws Exception {
    int databases = Integer.parseInt(arguments[1]);
    try (KillWorld world =
            arguments[0].equals("embedded")
                ? KillWorld.embedded()
                : KillWorld.real(Files.createTempDirectory("many-databases"));
        CouchDb couch = world.client()) {
      long start = System.nanoTime();
      create(couch, databases);
      System.out.printf(Locale.ROOT, "%s: created in %.1f s%n", world, seconds(start));
      for (int run = 0; run < Integer.parseInt(arguments[2]); run++) {
        look(world, couch, "shares of bytes", false);
        look(world, couch, "each copy asked", true);
      }
    }
    System.exit(0);
  }

  private static void create(CouchDb couch, int databases) throws InterruptedException {
    ExecutorService executor = Executors.newFixedThreadPool(4);
    for (int i = 0; i < databases; i++) {
      String name = "many-%05d".formatted(i);
      int address = i % 3;
      executor.execute(
          () -> couch.at(address).database(name).create(DatabaseOptions.defaults().q(2).n(2)));
    }
    executor.shutdown();
    if (!executor.awaitTermination(1, TimeUnit.HOURS)) {
      throw new IllegalStateException("not created in an hour");
    }
  }

  private static void look(KillWorld world, CouchDb couch, String how, boolean measured) {
    requests(world);
    long start = System.nanoTime();
    ClusterLayout layout = measured ? ClusterLayout.measured(couch) : ClusterLayout.of(couch);
    double observed = seconds(start);
    int requests = requests(world);
    start = System.nanoTime();
    int findings = layout.findings().size();
    double checked = seconds(start);
    start = System.nanoTime();
    // The system databases have a copy on every node, so nothing of theirs can be drained.
    Plan plan = ShardPlanner.of(layout).only(ours(layout)).drain(KillWorld.NAMES.get(0));
    System.out.printf(
        Locale.ROOT,
        "%s: %d databases read in %.2f s (%s requests), checked in %.3f s (%d findings), drain of %d databases planned in %.3f s%n",
        how,
        layout.databases().size(),
        observed,
        requests < 0 ? "?" : requests,
        checked,
        findings,
        plan.steps().size(),
        seconds(start));
  }

  private static List<String> ours(ClusterLayout layout) {
    return layout.databases().stream()
        .map(DatabaseLayout::name)
        .filter(name -> name.startsWith("many-"))
        .toList();
  }

  /** The number of requests since the last call; -1 where they cannot be counted. */
  private static int requests(KillWorld world) {
    if (world instanceof KillWorld.Embedded embedded) {
      int count = embedded.server().requests().size();
      embedded.server().clearRequests();
      return count;
    }
    return -1;
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
