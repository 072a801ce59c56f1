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
    Parallel.forEach(maps, AT_ONCE, this::look);
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

  private void look(MapDocument map) {
    try {
      WorkMark.in(wire, map.database())
          .ifPresent(mark -> add(LayoutProblem.UNFINISHED, map.database(), mark.said("it")));
    } catch (HostingException e) {
      // Ranges that cannot be read are findings of their own.
    }
  }

  private void look(Stray stray) {
    Optional<WorkMark> mark = mark(stray.file());
    if (mark.isPresent()) {
      add(
          LayoutProblem.IN_PLAN,
          stray.database(),
          "%s is being filled (%s)".formatted(stray.file(), mark.get()));
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

  private void add(LayoutProblem problem, String database, String detail) {
    String next =
        problem == LayoutProblem.UNFINISHED
            ? WorkMark.WAY_OUT
            : "wait for the plan; if it was cut, resume it, or take it back; if its journal is"
                + " lost, plan a clean-up with forgettingPlans()";
    findings.add(problem.finding(database, detail, next));
  }

  List<Finding> findings() {
    return List.copyOf(findings);
  }

  SortedSet<String> filesOf(String node) {
    return files.getOrDefault(node, new TreeSet<>());
  }
}
