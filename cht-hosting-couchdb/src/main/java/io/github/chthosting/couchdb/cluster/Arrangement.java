package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.shards.ShardRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A layout that can be changed, copy by copy, without ever losing one: each change takes a copy
 * from one node to another that does not hold the range yet. Not thread-safe.
 */
final class Arrangement {
  private static final Comparator<Piece> BY_SIZE =
      Comparator.<Piece>comparingLong(piece -> piece.bytes).thenComparingInt(piece -> piece.number);

  private final Map<String, NavigableSet<Piece>> held = new TreeMap<>();
  private final Map<String, Long> bytes = new HashMap<>();
  private final Map<String, List<Piece>> pieces = new TreeMap<>();
  private final ClusterLayout layout;
  private final Map<String, String> zones = new HashMap<>();
  private int numbered;

  /** A range of a database, and who holds it. */
  static final class Piece {
    private final int number;
    final String database;
    final DatabaseLayout.Range range;
    final long bytes;
    final Set<String> nodes;

    /** Stands behind all pieces of so many bytes. */
    private Piece(long bytes) {
      this.number = Integer.MAX_VALUE;
      this.database = "";
      this.range = new DatabaseLayout.Range(new ShardRange(0, 0), new TreeSet<>(), bytes);
      this.bytes = bytes;
      this.nodes = Set.of();
    }

    private Piece(int number, String database, DatabaseLayout.Range range) {
      this.number = number;
      this.database = database;
      this.range = range;
      this.bytes = range.bytes();
      this.nodes = new HashSet<>(range.nodes());
    }
  }

  Arrangement(ClusterLayout layout) {
    this.layout = layout;
    layout.nodes().forEach(node -> zones.put(node.name(), node.zone()));
    Set<String> named = new HashSet<>(zones.values());
    named.remove("");
    if (named.size() < 2) {
      zones.clear();
    }
    layout.shares().keySet().forEach(node -> held.put(node, new TreeSet<>(BY_SIZE)));
    for (DatabaseLayout database : layout.databases()) {
      List<Piece> own = new ArrayList<>();
      for (DatabaseLayout.Range range : database.ranges()) {
        Piece piece = new Piece(numbered++, database.name(), range);
        own.add(piece);
        piece.nodes.forEach(node -> put(piece, node));
      }
      pieces.put(database.name(), own);
    }
  }

  private void put(Piece piece, String node) {
    held(node).add(piece);
    bytes.merge(node, piece.bytes, Long::sum);
  }

  NavigableSet<Piece> held(String node) {
    return held.computeIfAbsent(node, name -> new TreeSet<>(BY_SIZE));
  }

  /** Pieces of at most so many bytes, the largest first. */
  NavigableSet<Piece> heldUpTo(String node, long atMost) {
    return held(node).headSet(new Piece(atMost), true).descendingSet();
  }

  long bytes(String node) {
    return bytes.getOrDefault(node, 0L);
  }

  List<Piece> pieces(String database) {
    return pieces.getOrDefault(database, List.of());
  }

  /** Returns whether it is on one and not on the other, and would not lie in fewer zones. */
  boolean canMove(Piece piece, String from, String to) {
    if (!piece.nodes.contains(from) || piece.nodes.contains(to)) {
      return false;
    }
    if (zones.isEmpty() || zone(from).equals(zone(to))) {
      return true;
    }
    Set<String> after = zonesOf(piece);
    if (piece.nodes.stream().filter(node -> zone(node).equals(zone(from))).count() == 1) {
      after.remove(zone(from));
    }
    after.add(zone(to));
    return after.size() >= zonesOf(piece).size();
  }

  /** Returns the zone of a node; empty if it is in none. */
  String zone(String node) {
    return zones.getOrDefault(node, "");
  }

  /** Returns the zones that a piece lies in. */
  Set<String> zonesOf(Piece piece) {
    Set<String> used = new HashSet<>();
    piece.nodes.forEach(node -> used.add(zone(node)));
    return used;
  }

  void move(Piece piece, String from, String to) {
    add(piece, to);
    remove(piece, from);
  }

  void add(Piece piece, String node) {
    if (!piece.nodes.add(node)) {
      throw new IllegalStateException(node + " holds " + piece.range + " already");
    }
    put(piece, node);
  }

  void remove(Piece piece, String node) {
    if (piece.nodes.size() == 1 || !piece.nodes.remove(node)) {
      throw new IllegalStateException("the last copy of " + piece.range + " would go");
    }
    held(node).remove(piece);
    bytes.merge(node, -piece.bytes, Long::sum);
  }

  /** Bytes that are on nodes where they were not. */
  long moved() {
    return pieces.values().stream()
        .flatMap(List::stream)
        .mapToLong(
            piece ->
                piece.bytes
                    * piece.nodes.stream()
                        .filter(node -> !piece.range.nodes().contains(node))
                        .count())
        .sum();
  }

  /** Returns what it has become. */
  ClusterLayout result() {
    List<DatabaseLayout> databases = new ArrayList<>();
    for (DatabaseLayout database : layout.databases()) {
      databases.add(
          database.with(
              pieces(database.name()).stream().map(piece -> piece.range.on(piece.nodes)).toList()));
    }
    return new ClusterLayout(layout.nodes(), databases, layout.resharding(), layout.remarks());
  }
}
