package io.github.chthosting.examples;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.cluster.ClusterChanges;
import io.github.chthosting.couchdb.cluster.ClusterLayout;
import io.github.chthosting.couchdb.cluster.ShardMoves;
import io.github.chthosting.couchdb.cluster.ShardPlans;
import io.github.chthosting.platform.Journal;
import io.github.chthosting.platform.Plan;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** What plans of moves have in common: print, carry out, resume, roll back. */
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
  void run(CouchDb couch, Function<ShardPlans, Plan> planner) {
    if (dryRun) {
      System.out.println(plan(couch, planner));
      return;
    }
    try (Journal journal = Journal.in(folder)) {
      ShardMoves moves = ShardMoves.on(couch).atOnce(atOnce).bytesPerSecond(bytesPerSecond);
      ClusterChanges changes = ClusterChanges.on(couch).moving(moves);
      if (rollBack) {
        boolean did = journal.rollBack(changes).await();
        System.out.println(did ? "rolled back" : "nothing to roll back");
        return;
      }
      journal.unfinished().ifPresent(cut -> System.out.println("resuming " + cut.title()));
      Plan plan = journal.unfinished().orElseGet(() -> plan(couch, planner));
      System.out.println(plan);
      plan.apply(journal, changes)
          .onProgress(progress -> System.out.println("  " + progress.phase()))
          .await();
      System.out.print(ClusterLayout.measured(couch).table());
    }
  }

  private Plan plan(CouchDb couch, Function<ShardPlans, Plan> planner) {
    ShardPlans plans = ShardPlans.of(ClusterLayout.measured(couch)).freeBytes(free);
    plans = databases.isEmpty() ? plans : plans.only(databases);
    plans = deleteFiles ? plans.deletingFiles() : plans;
    return planner.apply(ignoreZones ? plans.ignoringZones() : plans);
  }
}
