package io.github.chthosting.couchdb.internal.shards;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A range's copy that is followed, and the one that follows it.
 *
 * @param range as CouchDB writes it
 * @param from the node that holds it
 * @param to the node that is to hold it, or, where a copy only goes, another that holds it already
 * @param added whether {@code to} is new
 * @param removed whether {@code from} goes afterwards
 */
record Pair(String range, String from, String to, boolean added, boolean removed) {

  /** Pairs what comes with what goes, range by range. */
  static List<Pair> of(MoveShards step, MapDocument original) {
    List<Pair> pairs = new ArrayList<>();
    Set<Placement> leaving = new HashSet<>(step.remove());
    List<Placement> incoming = new ArrayList<>(step.guard());
    incoming.addAll(step.add());
    for (Placement placement : incoming) {
      boolean guard = step.guard().contains(placement);
      Placement goes = guard ? null : take(leaving, placement.range());
      String from = goes != null ? goes.node() : holder(original, placement, incoming);
      pairs.add(new Pair(placement.range(), from, placement.node(), true, goes != null));
    }
    for (Placement placement : new TreeSet<>(leaving)) {
      String stays = survivor(original, placement, step);
      pairs.add(new Pair(placement.range(), placement.node(), stays, false, true));
    }
    return pairs;
  }

  private static @Nullable Placement take(Set<Placement> leaving, String range) {
    for (Placement placement : new TreeSet<>(leaving)) {
      if (placement.range().equals(range)) {
        leaving.remove(placement);
        return placement;
      }
    }
    return null;
  }

  private static String holder(MapDocument map, Placement wanted, List<Placement> incoming) {
    for (String node : nodes(map, wanted.range())) {
      if (!incoming.contains(new Placement(wanted.range(), node))) {
        return node;
      }
    }
    throw new IllegalStateException("nobody holds " + wanted.range() + " of " + map.database());
  }

  private static String survivor(MapDocument map, Placement leaving, MoveShards step) {
    for (String node : nodes(map, leaving.range())) {
      Placement other = new Placement(leaving.range(), node);
      if (!step.remove().contains(other)) {
        return node;
      }
    }
    for (Placement placement : step.add()) {
      if (placement.range().equals(leaving.range())) {
        return placement.node();
      }
    }
    throw new IllegalStateException("the last copy would go: " + leaving);
  }

  private static SortedSet<String> nodes(MapDocument map, String range) {
    SortedSet<String> nodes = map.ranges().get(range);
    if (nodes == null) {
      throw new IllegalStateException(map.database() + " has no range " + range);
    }
    return nodes;
  }

  Placement source() {
    return new Placement(range, from);
  }

  Placement target() {
    return new Placement(range, to);
  }

  boolean decides() {
    return Quorum.decides(target());
  }
}
