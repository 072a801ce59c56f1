package io.github.chthosting.examples;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.cluster.ClusterLayout;
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
    name = "shards",
    mixinStandardHelpOptions = true,
    description = "shows which node holds which ranges, and what is wrong with it")
final class Shards implements Runnable {
  @Mixin private final ServerOption server = new ServerOption();

  @Option(names = "--db", description = "one database, range by range; default: all, a line each")
  private Optional<String> database = Optional.empty();

  @Option(names = "--json", description = "prints JSON instead of a table")
  private boolean json;

  @Option(names = "--svg", description = "writes a picture to this file too")
  private Optional<Path> svg = Optional.empty();

  @Override
  public void run() {
    try (CouchDb couch = server.require()) {
      ClusterLayout layout = ClusterLayout.of(couch);
      svg.ifPresent(file -> draw(layout, file));
      if (json) {
        System.out.println(shown(layout).json().toPrettyString());
      } else if (database.isPresent()) {
        System.out.print(couch.cluster().shardsWithSizes(database.get()));
        layout.findings().stream()
            .filter(finding -> finding.database().equals(database.get()))
            .forEach(System.out::println);
      } else {
        System.out.print(layout.table());
      }
    }
  }

  private ClusterLayout shown(ClusterLayout layout) {
    return database
        .flatMap(layout::database)
        .map(
            one ->
                new ClusterLayout(
                    layout.nodes(), List.of(one), layout.resharding(), layout.remarks()))
        .orElse(layout);
  }

  private void draw(ClusterLayout layout, Path file) {
    try {
      Files.writeString(file, shown(layout).svg());
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
