package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.CouchDb;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Many runs with consecutive seeds on one cluster, each a line of output. {@code embedded|nodes
 * RUNS FIRST-SEED}; the second needs {@code COUCHDB_HOME}.
 */
final class KillSeries {
  private KillSeries() {}

  static List<KillRun.Outcome> run(KillWorld world, Path folder, int runs, long firstSeed) {
    List<KillRun.Outcome> outcomes = new ArrayList<>();
    try (CouchDb couch = world.client()) {
      for (long seed = firstSeed; seed < firstSeed + runs; seed++) {
        outcomes.add(one(world, couch, folder, seed));
      }
    }
    return outcomes;
  }

  private static KillRun.Outcome one(KillWorld world, CouchDb couch, Path folder, long seed) {
    long start = System.nanoTime();
    try {
      KillRun.Outcome outcome = new KillRun(world, couch, folder, seed).run(seed);
      long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
      System.out.printf("%s, %d s: %s%n", world, seconds, outcome);
      return outcome;
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("seed %d on %s, in %s: %s".formatted(seed, world, folder, e), e);
    }
  }

  /** Carries on after a run that failed, and counts. */
  public static void main(String... arguments) throws Exception {
    Path folder = Files.createTempDirectory("kill-series");
    int runs = Integer.parseInt(arguments[1]);
    long first = Long.parseLong(arguments[2]);
    Map<String, Integer> counts = new TreeMap<>();
    boolean embedded = arguments[0].equals("embedded");
    try (KillWorld world =
        embedded ? KillWorld.embedded() : KillWorld.real(folder.resolve("nodes"))) {
      for (long seed = first; seed < first + runs; seed++) {
        counts.merge(counted(world, folder, seed), 1, Integer::sum);
      }
    }
    counts.forEach((what, count) -> System.out.printf("%4d %s%n", count, what));
    System.exit(counts.keySet().stream().anyMatch(what -> what.startsWith("FAILED")) ? 1 : 0);
  }

  private static String counted(KillWorld world, Path folder, long seed) {
    try (CouchDb couch = world.client()) {
      KillRun.Outcome outcome = one(world, couch, folder, seed);
      return "%s cut by %s%s"
          .formatted(outcome.kind(), outcome.victim(), outcome.takenBack() ? ", taken back" : "");
    } catch (AssertionError e) {
      e.printStackTrace(System.out);
      return "FAILED seed " + seed;
    }
  }
}
