package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.shards.ShardRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds ranges that together have every hash once. */
final class RangeRing {
  private RangeRing() {}

  /**
   * The ring with the smallest ranges among several, as a split leaves them; empty if the ranges
   * form none.
   */
  static List<ShardRange> finest(List<ShardRange> ranges) {
    List<ShardRange> sorted =
        ranges.stream().sorted(Comparator.comparingLong(ShardRange::last)).toList();
    List<ShardRange> ring = new ArrayList<>();
    return extend(sorted, 0, ring) ? ring : List.of();
  }

  private static boolean extend(List<ShardRange> sorted, long from, List<ShardRange> ring) {
    if (from > ShardRange.HIGHEST) {
      return true;
    }
    for (ShardRange range : sorted) {
      if (range.first() == from) {
        ring.add(range);
        if (extend(sorted, range.last() + 1, ring)) {
          return true;
        }
        ring.remove(ring.size() - 1);
      }
    }
    return false;
  }
}
