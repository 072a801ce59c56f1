package io.github.chthosting.couchdb.migration;

import io.github.chthosting.couchdb.cluster.ClusterLayout;
import io.github.chthosting.couchdb.cluster.DatabaseLayout;
import io.github.chthosting.couchdb.shards.ShardRange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The node that shall hold each folder of files, when a CouchDB of one node becomes one of several
 * by moving files while it is down. CouchDB has a folder for each range, with that range of all
 * databases, so folders move as a whole. Made without a server.
 *
 * <p>The online way, {@code ShardPlanner.spread}, needs no files moved by hand and no time down;
 * this is for where the nodes cannot run at the same time.
 *
 * @param nodes by range
 * @param bytes of one copy of each range, of all databases together
 */
public record ShardDistribution(
    SortedMap<ShardRange, String> nodes, SortedMap<ShardRange, Long> bytes) {
  public ShardDistribution {
    nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
    bytes = Collections.unmodifiableSortedMap(new TreeMap<>(bytes));
  }

  /**
   * Spreads all ranges over these nodes, the largest first, each to the node that has the least
   * bytes so far; of equal ones to that with the fewest folders.
   *
   * @throws IllegalArgumentException without a node, or if a range has more than one copy
   */
  public static ShardDistribution over(ClusterLayout layout, Collection<String> targets) {
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("a distribution needs nodes");
    }
    SortedMap<ShardRange, Long> bytes = new TreeMap<>();
    for (DatabaseLayout database : layout.databases()) {
      for (DatabaseLayout.Range range : database.ranges()) {
        if (range.nodes().size() != 1) {
          throw new IllegalArgumentException(
              "%s has %d copies of %s: files are moved by hand only where there is one"
                  .formatted(database.name(), range.nodes().size(), range.range()));
        }
        bytes.merge(range.range(), range.bytes(), Long::sum);
      }
    }
    return new ShardDistribution(assigned(bytes, targets), bytes);
  }

  private static SortedMap<ShardRange, String> assigned(
      SortedMap<ShardRange, Long> bytes, Collection<String> targets) {
    SortedMap<String, long[]> loads = new TreeMap<>();
    new TreeSet<>(targets).forEach(node -> loads.put(node, new long[2]));
    List<Map.Entry<ShardRange, Long>> largest = new ArrayList<>(bytes.entrySet());
    largest.sort(
        Map.Entry.<ShardRange, Long>comparingByValue()
            .reversed()
            .thenComparing(Map.Entry.comparingByKey()));
    SortedMap<ShardRange, String> assigned = new TreeMap<>();
    for (Map.Entry<ShardRange, Long> range : largest) {
      Map.Entry<String, long[]> least =
          Collections.min(
              loads.entrySet(),
              Comparator.<Map.Entry<String, long[]>>comparingLong(load -> load.getValue()[0])
                  .thenComparingLong(load -> load.getValue()[1])
                  .thenComparing(Map.Entry::getKey));
      least.getValue()[0] += range.getValue();
      least.getValue()[1]++;
      assigned.put(range.getKey(), least.getKey());
    }
    return assigned;
  }

  /** Returns the matrix, as couchdb-migration has it: the node of each range. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    nodes.forEach((range, node) -> json.put(range.toString(), node));
    return json;
  }

  /**
   * Returns what to do with the files, as lines of shell that copy and never delete: databases and
   * views, and nothing for ranges that stay. Every CouchDB must be stopped; the originals are
   * deleted only after the new cluster was verified.
   *
   * @param from the data folder of the node that has everything
   * @param folders the data folder of each node
   * @throws IllegalArgumentException if a node has no folder
   */
  public List<String> instructions(Path from, Map<String, Path> folders) {
    List<String> lines = new ArrayList<>();
    lines.add("# Stop every CouchDB first. This copies; delete nothing before you have verified.");
    nodes.forEach(
        (range, node) -> {
          Path to = folders.get(node);
          if (to == null) {
            throw new IllegalArgumentException("no folder is named for " + node);
          }
          if (!to.equals(from)) {
            lines.add(copy(from, to, "shards", range));
            lines.add(copy(from, to, ".shards", range));
          }
        });
    lines.add("# Then set owner and group of the new files as those of the old.");
    return lines;
  }

  private static String copy(Path from, Path to, String kind, ShardRange range) {
    String source = quoted(from.resolve(kind).resolve(range.toString()));
    String folder = quoted(to.resolve(kind));
    // A database without views has no folder in .shards.
    return "if [ -d %s ]; then mkdir -p %s && cp -a %s %s/; fi"
        .formatted(source, folder, source, folder);
  }

  private static String quoted(Path path) {
    return "'" + path.toString().replace("'", "'\\''") + "'";
  }
}
