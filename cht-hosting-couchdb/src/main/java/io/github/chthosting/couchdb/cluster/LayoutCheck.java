package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.cluster.LayoutFinding.Kind;
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
  private final Set<String> members = new HashSet<>();
  private final Set<String> reachable = new HashSet<>();
  private final Map<String, String> zones = new HashMap<>();
  private final List<LayoutFinding> findings = new ArrayList<>();

  private LayoutCheck(ClusterLayout layout) {
    for (ClusterLayout.Node node : layout.nodes()) {
      members.add(node.name());
      if (node.reachable()) {
        reachable.add(node.name());
      }
    }
  }

  static List<LayoutFinding> of(ClusterLayout layout) {
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
      boolean said = findings.stream().anyMatch(finding -> finding.detail().contains(node.name()));
      if (!node.reachable() && !said) {
        add(Kind.NODE_DOWN, "", node.name() + " does not answer: start it, or replace it");
      }
    }
    if (findings.stream().noneMatch(finding -> finding.kind() == Kind.VERSIONS_DIFFER)) {
      ViewCheck.versions(versions).ifPresent(findings::add);
    }
  }

  private void database(DatabaseLayout database) {
    ring(database);
    int replicas = database.replicas();
    for (DatabaseLayout.Range range : database.ranges()) {
      copies(database.name(), range, replicas);
      holders(database.name(), range);
      zones(database.name(), range);
    }
  }

  private void ring(DatabaseLayout database) {
    long next = 0;
    for (DatabaseLayout.Range range : database.ranges()) {
      if (range.range().first() > next) {
        add(Kind.HOLE, database.name(), "%08x-%08x".formatted(next, range.range().first() - 1));
      } else if (range.range().first() < next) {
        add(Kind.OVERLAP, database.name(), "%s with the range before it".formatted(range.range()));
      }
      next = Math.max(next, range.range().last() + 1);
    }
    if (next <= ShardRange.HIGHEST) {
      add(Kind.HOLE, database.name(), "%08x-%08x".formatted(next, ShardRange.HIGHEST));
    }
  }

  private void copies(String database, DatabaseLayout.Range range, int replicas) {
    int copies = range.nodes().size();
    if (copies < replicas) {
      add(
          Kind.UNDER_REPLICATED,
          database,
          "%s has %d of %d copies".formatted(range.range(), copies, replicas));
    } else if (copies > replicas) {
      add(
          Kind.OVER_REPLICATED,
          database,
          "%s has %d of %d copies".formatted(range.range(), copies, replicas));
    }
  }

  private void holders(String database, DatabaseLayout.Range range) {
    Set<String> strangers = new TreeSet<>(range.nodes());
    strangers.removeAll(members);
    if (!strangers.isEmpty()) {
      add(Kind.UNKNOWN_NODE, database, "%s on %s, no member".formatted(range.range(), strangers));
    }
    if (range.nodes().stream().noneMatch(reachable::contains)) {
      add(
          Kind.UNREACHABLE,
          database,
          "%s: none of %s answers".formatted(range.range(), range.nodes()));
    }
  }

  private void zones(String database, DatabaseLayout.Range range) {
    Set<String> used = new TreeSet<>();
    range.nodes().forEach(node -> used.add(zones.getOrDefault(node, "")));
    boolean others =
        zones.values().stream().anyMatch(zone -> !zone.isEmpty() && !used.contains(zone));
    if (range.nodes().size() > 1 && used.size() == 1 && !used.contains("") && others) {
      add(Kind.ONE_ZONE, database, "%s lies in %s alone".formatted(range.range(), used));
    }
  }

  private void add(Kind kind, String database, String detail) {
    findings.add(new LayoutFinding(kind, database, detail));
  }
}
