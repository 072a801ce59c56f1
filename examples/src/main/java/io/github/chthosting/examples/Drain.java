package io.github.chthosting.examples;

import io.github.chthosting.couchdb.CouchDb;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Takes everything off nodes, while the databases are in use. */
@Command(
    name = "drain",
    mixinStandardHelpOptions = true,
    description = "takes all shards off nodes, online; with --dry-run only prints the plan")
final class Drain implements Runnable {
  @Mixin private final ServerOption server = new ServerOption();
  @Mixin private final PlanOptions options = new PlanOptions();

  @Parameters(paramLabel = "NODE", arity = "1..*", description = "such as couchdb@10.0.0.3")
  private List<String> nodes = List.of();

  @Override
  public void run() {
    try (CouchDb couch = server.require()) {
      options.run(couch, plans -> options.shards(plans).drain(nodes.toArray(String[]::new)));
    }
  }
}
