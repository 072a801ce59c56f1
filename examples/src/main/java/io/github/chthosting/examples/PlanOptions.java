package io.github.chthosting.examples;

import io.github.chthosting.Operation;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.cluster.ClusterLayout;
import io.github.chthosting.couchdb.cluster.ClusterPlans;
import io.github.chthosting.couchdb.cluster.ShardPlanner;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** The options of all plans of moves: print, carry out, resume, roll back. */
final class PlanOptions {
  @Option(names = "--db", description = "only this database; repeatable")
  private List<String> databases = List.of();

  @Option(names = "--delete-files", description = "delete files that are proven elsewhere")
  private boolean deleteFiles;

  @Option(
      names = "--free",
      description = "free bytes on a node's disk, NODE=BYTES; repeatable. CouchDB does not tell")
  private Map<String, Long> free = Map.of();

  @Option(names = "--ignore-zones", description = "move without regard to zones")
  private boolean ignoreZones;

  @Option(names = "--dry-run", description = "print the plan and change nothing")
  private boolean dryRun;

  @Option(names = "--roll-back", description = "take back the move that was cut, if it can be")
  private boolean rollBack;

  @Option(names = "--at-once", defaultValue = "3", description = "ranges copied at a time; 3")
  private int atOnce = 3;

  @Option(
      names = "--bytes-per-second",
      defaultValue = "0",
      description = "copy at most so fast; 0, the default, for no limit")
  private long bytesPerSecond;

  @Option(
      names = "--journal",
      defaultValue = "shard-moves",
      description = "folder to resume from after a crash; default ${DEFAULT-VALUE}")
  private Path folder = Path.of("shard-moves");

  /** Makes the plan, and carries it out unless it is only to be printed. */
  void run(CouchDb couch, Function<ClusterPlans, Plan> planner) {
    ClusterPlans plans =
        ClusterPlans.builder(couch).atOnce(atOnce).bytesPerSecond(bytesPerSecond).build();
    if (dryRun) {
      System.out.println(planner.apply(plans));
      return;
    }
    try (Journal journal = Journal.in(folder)) {
      if (rollBack) {
        boolean did = plans.rollBack(journal).await();
        System.out.println(did ? "rolled back" : "nothing to roll back");
        return;
      }
      carryOut(plans, journal, planner);
      System.out.print(ClusterLayout.measured(couch).table());
    }
  }

  private static void carryOut(
      ClusterPlans plans, Journal journal, Function<ClusterPlans, Plan> planner) {
    if (journal.unfinished().isPresent()) {
      System.out.println("resuming " + journal.unfinished().get());
      shown(plans.resume(journal)).await();
    } else {
      Plan plan = planner.apply(plans);
      System.out.println(plan);
      shown(plan.apply(journal)).await();
    }
  }

  private static Operation<Integer> shown(Operation<Integer> operation) {
    return operation.onProgress(progress -> System.out.println("  " + progress.phase()));
  }

  /** A planner of moves, as the options say. */
  ShardPlanner shards(ClusterPlans plans) {
    ShardPlanner shards = plans.shards().freeBytes(free);
    if (!databases.isEmpty()) {
      shards.only(databases);
    }
    if (deleteFiles) {
      shards.deletingFiles();
    }
    if (ignoreZones) {
      shards.ignoringZones();
    }
    return shards;
  }
}
