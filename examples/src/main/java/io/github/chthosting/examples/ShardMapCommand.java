package io.github.chthosting.examples;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.cluster.Cluster;
import io.github.chthosting.couchdb.cluster.ClusterLayout;
import io.github.chthosting.couchdb.cluster.DatabaseLayout;
import io.github.chthosting.couchdb.cluster.LayoutProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows which node holds what, and what is wrong with it. Changes nothing. */
@Command(
    name = "shard-map",
    mixinStandardHelpOptions = true,
    description = "shows which node holds which ranges, and what is wrong with it")
final class ShardMapCommand implements Runnable {
  @Mixin private final ServerOption server = new ServerOption();

  @Option(names = "--db", description = "one database, range by range; default: all, a line each")
  private Optional<String> database = Optional.empty();

  @Option(names = "--document", description = "with --db: which nodes hold this document")
  private Optional<String> document = Optional.empty();

  @Option(names = "--json", description = "prints JSON instead of a table")
  private boolean json;

  @Option(names = "--svg", description = "writes a picture to this file too")
  private Optional<Path> svg = Optional.empty();

  @Option(names = "--quick", description = "estimates bytes instead of asking every copy")
  private boolean quick;

  @Override
  public void run() {
    try (CouchDb couch = server.require()) {
      if (document.isPresent()) {
        find(couch, document.get());
        return;
      }
      ClusterLayout layout = quick ? ClusterLayout.of(couch) : ClusterLayout.measured(couch);
      ClusterLayout shown = shown(layout);
      svg.ifPresent(file -> draw(shown, file));
      if (json) {
        System.out.println(shown.json().toPrettyString());
      } else if (database.isPresent()) {
        System.out.print(Cluster.of(couch).shardsWithSizes(database.get()));
        shown.findings().forEach(System.out::println);
      } else {
        System.out.print(shown.table());
      }
    }
  }

  private void find(CouchDb couch, String id) {
    String name =
        database.orElseThrow(
            () -> new IllegalArgumentException("--document needs --db: which database"));
    var shard = Cluster.of(couch).shards(name).shardOf(id);
    System.out.println(shard.range() + " on " + String.join(", ", shard.nodes()));
  }

  private ClusterLayout shown(ClusterLayout layout) {
    if (database.isEmpty()) {
      return layout;
    }
    DatabaseLayout one =
        layout
            .database(database.get())
            .orElseThrow(
                () -> new IllegalArgumentException("there is no database " + database.get()));
    return new ClusterLayout(
        layout.nodes(),
        List.of(one),
        layout.resharding(),
        layout.remarks().stream()
            .filter(
                remark ->
                    LayoutProblem.isOfCluster(remark) || LayoutProblem.isOf(one.name(), remark))
            .toList());
  }

  private static void draw(ClusterLayout layout, Path file) {
    try {
      Files.writeString(file, layout.svg());
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
