package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.shards.ShardRange;
import io.github.chthosting.plan.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Looks for what is wrong with a layout. */
final class LayoutCheck {
  private static final String REPAIR = "plan a repair";

  private final Set<String> members = new HashSet<>();
  private final Set<String> reachable = new HashSet<>();
  private final Map<String, String> zones = new HashMap<>();
  private final Map<String, Set<String>> missing = new HashMap<>();
  private final List<Finding> findings = new ArrayList<>();

  private LayoutCheck(ClusterLayout layout) {
    for (ClusterLayout.Node node : layout.nodes()) {
      members.add(node.name());
      missing.put(node.name(), node.missing());
      if (node.reachable()) {
        reachable.add(node.name());
      }
    }
  }

  static List<Finding> of(ClusterLayout layout) {
    LayoutCheck check = new LayoutCheck(layout);
    check.findings.addAll(layout.remarks());
    check.nodes(layout);
    layout.databases().forEach(check::database);
    return List.copyOf(check.findings);
  }

  private void nodes(ClusterLayout layout) {
    SortedMap<String, String> versions = new TreeMap<>();
    for (ClusterLayout.Node node : layout.nodes()) {
      versions.put(node.name(), node.version());
      zones.put(node.name(), node.zone());
      boolean said = findings.stream().anyMatch(finding -> finding.subject().equals(node.name()));
      if (!node.reachable() && !said) {
        add(LayoutProblem.NODE_DOWN, node.name(), "does not answer", "start it, or replace it");
      }
    }
    if (findings.stream().noneMatch(finding -> finding.is(LayoutProblem.VERSIONS_DIFFER))) {
      ViewCheck.versions(versions).ifPresent(findings::add);
    }
  }

  private void database(DatabaseLayout database) {
    ring(database);
    int replicas = database.replicas();
    for (DatabaseLayout.Range range : database.ranges()) {
      copies(database.name(), range, replicas);
      holders(database.name(), range, database.file(range.range()));
      zones(database.name(), range);
    }
  }

  private void ring(DatabaseLayout database) {
    long next = 0;
    for (DatabaseLayout.Range range : database.ranges()) {
      if (range.range().first() > next) {
        hole(database, next, range.range().first() - 1);
      } else if (range.range().first() < next) {
        add(
            LayoutProblem.OVERLAP,
            database.name(),
            "%s overlaps with the range before it".formatted(range.range()),
            REPAIR);
      }
      next = Math.max(next, range.range().last() + 1);
    }
    if (next <= ShardRange.HIGHEST) {
      hole(database, next, ShardRange.HIGHEST);
    }
  }

  private void hole(DatabaseLayout database, long first, long last) {
    add(
        LayoutProblem.HOLE,
        database.name(),
        "no range has %08x-%08x".formatted(first, last),
        REPAIR);
  }

  private void copies(String database, DatabaseLayout.Range range, int replicas) {
    int copies = range.nodes().size();
    if (copies < replicas) {
      add(
          LayoutProblem.UNDER_REPLICATED,
          database,
          "%s has %d of %d copies".formatted(range.range(), copies, replicas),
          "plan replicas(%d)".formatted(replicas));
    } else if (copies > replicas) {
      add(
          LayoutProblem.OVER_REPLICATED,
          database,
          "%s has %d of %d copies".formatted(range.range(), copies, replicas),
          "plan replicas(%d)".formatted(replicas));
    }
  }

  private void holders(String database, DatabaseLayout.Range range, String file) {
    Set<String> strangers = new TreeSet<>(range.nodes());
    strangers.removeAll(members);
    if (!strangers.isEmpty()) {
      add(
          LayoutProblem.UNKNOWN_NODE,
          database,
          "%s lies on %s, no member".formatted(range.range(), strangers),
          "add or rename the node that has it, or plan a repair");
    }
    if (range.nodes().stream().noneMatch(reachable::contains)) {
      add(
          LayoutProblem.UNREACHABLE,
          database,
          "%s: none of %s answers".formatted(range.range(), range.nodes()),
          "start one of them");
    }
    range.nodes().stream()
        .filter(node -> missing.getOrDefault(node, Set.of()).contains(file))
        .forEach(
            node ->
                add(
                    LayoutProblem.NO_FILE,
                    database,
                    "%s has no %s".formatted(node, file),
                    "bring the file back, or plan a repair"));
  }

  private void zones(String database, DatabaseLayout.Range range) {
    Set<String> used = new TreeSet<>();
    range.nodes().forEach(node -> used.add(zones.getOrDefault(node, "")));
    boolean others =
        zones.values().stream().anyMatch(zone -> !zone.isEmpty() && !used.contains(zone));
    if (range.nodes().size() > 1 && used.size() == 1 && !used.contains("") && others) {
      add(
          LayoutProblem.ONE_ZONE,
          database,
          "%s lies in %s alone".formatted(range.range(), used),
          "plan a placement");
    }
  }

  private void add(LayoutProblem problem, String subject, String detail, String nextStep) {
    findings.add(problem.finding(subject, detail, nextStep));
  }
}
