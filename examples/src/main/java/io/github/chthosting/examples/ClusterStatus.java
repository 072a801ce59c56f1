package io.github.chthosting.examples;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.cluster.ClusterLayout;
import io.github.chthosting.couchdb.cluster.LayoutProblem;
import io.github.chthosting.plan.Finding;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the nodes of a cluster and all that is wrong with it. Changes nothing. */
@Command(
    name = "cluster-status",
    mixinStandardHelpOptions = true,
    description = "shows the nodes of a cluster, and what is wrong; ends with 2 if anything is")
final class ClusterStatus implements Callable<Integer> {
  @Mixin private final ServerOption server = new ServerOption();

  @Option(names = "--db", description = "what is wrong with this database alone")
  private Optional<String> database = Optional.empty();

  @Option(names = "--json", description = "prints JSON instead of a table")
  private boolean json;

  @Override
  public Integer call() {
    try (CouchDb couch = server.require()) {
      ClusterLayout layout = ClusterLayout.of(couch);
      if (json) {
        System.out.println(layout.json().toPrettyString());
        return layout.findings().isEmpty() ? 0 : 2;
      }
      System.out.printf(
          "%d nodes, %d databases%n", layout.nodes().size(), layout.databases().size());
      layout.nodes().forEach(node -> show(layout, node));
      List<Finding> findings = layout.findings().stream().filter(this::isAsked).toList();
      findings.forEach(System.out::println);
      System.out.println(findings.isEmpty() ? "nothing is wrong" : findings.size() + " findings");
      return findings.isEmpty() ? 0 : 2;
    }
  }

  private boolean isAsked(Finding finding) {
    return database.isEmpty()
        || LayoutProblem.isOfCluster(finding)
        || LayoutProblem.isOf(database.get(), finding);
  }

  private static void show(ClusterLayout layout, ClusterLayout.Node node) {
    String state = !node.reachable() ? "DOWN" : node.maintenance() ? "maintenance" : "up";
    long copies = Optional.ofNullable(layout.shares().get(node.name())).orElseThrow().copies();
    System.out.printf(
        "%-30s %-11s %-8s %s %,d copies%s%n",
        node.name(),
        state,
        node.version(),
        node.zone().isEmpty() ? "" : "zone " + node.zone() + ",",
        copies,
        node.strays().isEmpty() ? "" : ", " + node.strays().size() + " files that no map names");
  }
}
