package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.cluster.Arrangement.Piece;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Gives ranges more copies and fewer, with regard to zones. */
final class Replicas {
  private final Arrangement arrangement;
  private final List<String> usable;
  private final Comparator<String> emptiest;

  Replicas(Arrangement arrangement, List<String> usable) {
    this.arrangement = arrangement;
    this.usable = usable;
    this.emptiest =
        Comparator.<String>comparingLong(arrangement::bytes)
            .thenComparing(node -> arrangement.held(node).size())
            .thenComparing(node -> node);
  }

  /** Exactly so many copies. */
  void make(Piece piece, int n) {
    while (piece.nodes.size() < n) {
      usable.stream()
          .filter(node -> !piece.nodes.contains(node))
          .min(
              Comparator.<String>comparingLong(node -> inZoneOf(piece, node))
                  .thenComparing(emptiest))
          .ifPresent(node -> arrangement.add(piece, node));
    }
    while (piece.nodes.size() > n) {
      new TreeSet<>(piece.nodes)
          .stream()
              .max(
                  Comparator.<String>comparingLong(node -> inZoneOf(piece, node))
                      .thenComparing(emptiest))
              .ifPresent(node -> arrangement.remove(piece, node));
    }
  }

  private long inZoneOf(Piece piece, String node) {
    String zone = arrangement.zone(node);
    return zone.isEmpty()
        ? 0
        : piece.nodes.stream().filter(other -> arrangement.zone(other).equals(zone)).count();
  }

  /** Why zones cannot have so many copies. */
  List<String> refusals(Map<String, Integer> copiesByZone) {
    List<String> refusals = new ArrayList<>();
    new TreeMap<>(copiesByZone)
        .forEach(
            (zone, copies) -> {
              long nodes = usable.stream().filter(node -> isIn(zone, node)).count();
              if (copies < 0 || copies > nodes) {
                refusals.add(
                    "%d copies in zone %s, which has %d nodes that can take them"
                        .formatted(copies, zone, nodes));
              }
            });
    if (copiesByZone.values().stream().mapToInt(Integer::intValue).sum() < 1) {
      refusals.add("no zone is given a copy");
    }
    return refusals;
  }

  /** Puts that many copies into each of these zones, and removes those in any other. */
  void place(Piece piece, Map<String, Integer> copiesByZone) {
    new TreeMap<>(copiesByZone).forEach((zone, copies) -> fill(piece, zone, copies));
    for (String node : new TreeSet<>(piece.nodes)) {
      if (!copiesByZone.containsKey(arrangement.zone(node))) {
        arrangement.remove(piece, node);
      }
    }
    copiesByZone.forEach((zone, copies) -> thin(piece, zone, copies));
  }

  private void fill(Piece piece, String zone, int copies) {
    long held = piece.nodes.stream().filter(node -> isIn(zone, node)).count();
    usable.stream()
        .filter(node -> isIn(zone, node) && !piece.nodes.contains(node))
        .sorted(emptiest)
        .limit(Math.max(0, copies - held))
        .toList()
        .forEach(node -> arrangement.add(piece, node));
  }

  private void thin(Piece piece, String zone, int copies) {
    long held = piece.nodes.stream().filter(node -> isIn(zone, node)).count();
    new TreeSet<>(piece.nodes)
        .stream()
            .filter(node -> isIn(zone, node))
            .sorted(emptiest.reversed())
            .limit(Math.max(0, held - copies))
            .toList()
            .forEach(node -> arrangement.remove(piece, node));
  }

  private boolean isIn(String zone, String node) {
    return arrangement.zone(node).equals(zone);
  }
}
