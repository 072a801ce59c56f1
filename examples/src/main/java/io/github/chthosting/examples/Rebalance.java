package io.github.chthosting.examples;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.cluster.Balance;
import io.github.chthosting.couchdb.cluster.ClusterLayout;
import io.github.chthosting.couchdb.cluster.ShardMoves;
import io.github.chthosting.couchdb.cluster.ShardPlans;
import io.github.chthosting.platform.Journal;
import io.github.chthosting.platform.Plan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Plans a move of shards, and with {@code --apply} carries it out while the database is in use. */
@Command(
    name = "rebalance",
    mixinStandardHelpOptions = true,
    description = "plans how to spread, drain or copy shards; with --apply does it, online")
final class Rebalance implements Runnable {
  @Mixin private final ServerOption server = new ServerOption();

  @Option(names = "--db", description = "only this database; repeatable")
  private List<String> databases = List.of();

  @Option(names = "--by", defaultValue = "bytes", description = "count or bytes; default bytes")
  private String by = "bytes";

  @Option(names = "--drain", description = "instead: take everything off this node; repeatable")
  private List<String> drained = List.of();

  @Option(names = "--replicas", description = "instead: give each range so many copies")
  private Optional<Integer> replicas = Optional.empty();

  @Option(names = "--delete-files", description = "delete files that are proven elsewhere")
  private boolean deleteFiles;

  @Option(names = "--apply", description = "do it; without this the plan is only printed")
  private boolean apply;

  @Option(names = "--roll-back", description = "take back the move that was cut, if it can be")
  private boolean rollBack;

  @Option(
      names = "--journal",
      defaultValue = "shard-moves",
      description = "folder to resume from after a crash; default ${DEFAULT-VALUE}")
  private Path folder = Path.of("shard-moves");

  @Override
  public void run() {
    try (CouchDb couch = server.require()) {
      if (apply || rollBack) {
        change(couch);
      } else {
        System.out.println(plan(couch));
      }
    }
  }

  private void change(CouchDb couch) {
    try (Journal journal = Journal.in(folder)) {
      ShardMoves moves = ShardMoves.on(couch);
      if (rollBack) {
        boolean did = journal.rollBack(moves).await();
        System.out.println(did ? "rolled back" : "nothing to roll back");
        return;
      }
      Plan plan = journal.unfinished().orElseGet(() -> plan(couch));
      System.out.println(plan);
      plan.apply(journal, moves)
          .onProgress(progress -> System.out.println("  " + progress.phase()))
          .await();
      System.out.print(ClusterLayout.of(couch).table());
    }
  }

  private Plan plan(CouchDb couch) {
    ShardPlans plans = ShardPlans.of(ClusterLayout.of(couch));
    plans = databases.isEmpty() ? plans : plans.only(databases);
    plans = deleteFiles ? plans.deletingFiles() : plans;
    if (!drained.isEmpty()) {
      return plans.drain(drained.toArray(String[]::new));
    }
    return replicas.isPresent() ? plans.replicas(replicas.get()) : plans.rebalance(balance());
  }

  private Balance balance() {
    return switch (by) {
      case "count" -> Balance.COUNT;
      case "bytes" -> Balance.BYTES;
      default -> throw new IllegalArgumentException("--by is count or bytes, not " + by);
    };
  }
}
