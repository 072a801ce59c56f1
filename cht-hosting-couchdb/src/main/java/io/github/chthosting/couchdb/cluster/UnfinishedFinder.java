package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.WorkMark;
import io.github.chthosting.couchdb.internal.shards.MapDocument;
import io.github.chthosting.couchdb.internal.shards.Parallel;
import io.github.chthosting.couchdb.internal.shards.ShardFile;
import io.github.chthosting.plan.Finding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Asks databases, and shard files that no map names, for work that is not done. */
final class UnfinishedFinder {
  private static final int AT_ONCE = 16;
  private static final String PREFIX = "shards/00000000-ffffffff/";
  private static final SortedSet<String> NONE = Collections.emptySortedSet();

  private final Wire wire;
  private final Queue<Finding> findings = new ConcurrentLinkedQueue<>();
  private final Map<String, SortedSet<String>> files = new TreeMap<>();

  private record Stray(String database, ShardFile file) {}

  UnfinishedFinder(Wire wire, Collection<MapDocument> maps, Collection<NodeReading> nodes) {
    this.wire = wire;
    Map<String, MapDocument> byEnd = new HashMap<>();
    maps.forEach(map -> byEnd.put(map.database() + map.suffix(), map));
    List<Stray> strays = new ArrayList<>();
    nodes.forEach(node -> node.files().forEach(file -> addStray(strays, byEnd, node, file)));
    Parallel.forEach(strays, AT_ONCE, this::look);
  }

  private void addStray(
      List<Stray> strays, Map<String, MapDocument> byEnd, NodeReading node, String file) {
    MapDocument map = byEnd.get(file.substring(Math.min(file.length(), PREFIX.length())));
    if (map == null) {
      return;
    }
    String range = file.substring("shards/".length(), PREFIX.length() - 1);
    if (!map.ranges().getOrDefault(range, NONE).contains(node.name())) {
      strays.add(new Stray(map.database(), new ShardFile(wire, node.name(), file)));
    }
  }

  /** Asks each database for work that is not done in it. */
  static List<Finding> inDatabases(Wire wire, Collection<DatabaseLayout> databases) {
    Queue<Finding> found = new ConcurrentLinkedQueue<>();
    Parallel.forEach(
        databases,
        AT_ONCE,
        database -> {
          try {
            WorkMark.in(wire, database.name())
                .map(
                    mark ->
                        LayoutProblem.UNFINISHED.finding(
                            database.name(), mark.said("it"), WorkMark.WAY_OUT))
                .ifPresent(found::add);
          } catch (HostingException e) {
            // Ranges that cannot be read are findings of their own.
          }
        });
    return List.copyOf(found);
  }

  private void look(Stray stray) {
    Optional<WorkMark> mark = mark(stray.file());
    if (mark.isPresent()) {
      findings.add(
          LayoutProblem.IN_PLAN.finding(
              stray.database(),
              "%s is being filled (%s)".formatted(stray.file(), mark.get()),
              "wait for the plan; if it was cut, resume it, or take it back; if its journal is"
                  + " lost, plan a clean-up with forgettingPlans()"));
      synchronized (files) {
        files.computeIfAbsent(stray.file().node(), any -> new TreeSet<>()).add(stray.file().name());
      }
    }
  }

  private static Optional<WorkMark> mark(ShardFile file) {
    try {
      return file.mark();
    } catch (HostingException e) {
      return Optional.empty();
    }
  }

  List<Finding> findings() {
    return List.copyOf(findings);
  }

  SortedSet<String> filesOf(String node) {
    return files.getOrDefault(node, new TreeSet<>());
  }
}
