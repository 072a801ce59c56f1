package io.github.chthosting.examples;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.cluster.Balance;
import io.github.chthosting.couchdb.cluster.ClusterPlans;
import io.github.chthosting.couchdb.cluster.ShardPlanner;
import io.github.chthosting.plan.Plan;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes nodes even, while the databases are in use. */
@Command(
    name = "rebalance",
    mixinStandardHelpOptions = true,
    description = "makes nodes even, or changes n, online; with --dry-run only prints the plan")
final class Rebalance implements Runnable {
  @Mixin private final ServerOption server = new ServerOption();
  @Mixin private final PlanOptions options = new PlanOptions();

  @Option(names = "--by", defaultValue = "bytes", description = "count or bytes; default bytes")
  private String by = "bytes";

  @Option(names = "--replicas", description = "instead: give each range so many copies")
  private Optional<Integer> replicas = Optional.empty();

  @Option(
      names = "--clean-up",
      description = "instead: delete shard files that moves left, once proven to be elsewhere")
  private boolean cleanUp;

  @Override
  public void run() {
    try (CouchDb couch = server.require()) {
      options.run(couch, this::plan);
    }
  }

  private Plan plan(ClusterPlans plans) {
    if (cleanUp) {
      return plans.nodes().cleanUp();
    }
    ShardPlanner shards = options.shards(plans);
    return replicas.isPresent() ? shards.replicas(replicas.get()) : shards.rebalance(balance());
  }

  private Balance balance() {
    return switch (by) {
      case "count" -> Balance.COUNT;
      case "bytes" -> Balance.BYTES;
      default -> throw new IllegalArgumentException("--by is count or bytes, not " + by);
    };
  }
}
