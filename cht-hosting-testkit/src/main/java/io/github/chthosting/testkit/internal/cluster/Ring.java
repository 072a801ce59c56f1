package io.github.chthosting.testkit.internal.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** Finds ranges that together cover a stretch of the hash space exactly once. */
final class Ring {
  private static final long LAST = (1L << 32) - 1;

  private Ring() {}

  /** Covers the whole space; empty if that is not possible. The largest range wins. */
  static List<Range> cover(Collection<Range> ranges) {
    return cover(ranges, 0, LAST, range -> false);
  }

  /**
   * Covers {@code first} to {@code last}; empty if that is not possible. Of ranges that start at
   * the same place, {@code preferred} ones come first, then the largest.
   */
  static List<Range> cover(
      Collection<Range> ranges, long first, long last, Predicate<Range> preferred) {
    List<Range> sorted =
        ranges.stream()
            .distinct()
            .filter(range -> range.begin() >= first && range.end() <= last)
            .sorted(
                Comparator.comparing((Range range) -> !preferred.test(range))
                    .thenComparing(range -> -range.end()))
            .toList();
    List<Range> found = new ArrayList<>();
    return extend(sorted, first, last, found) ? found : List.of();
  }

  private static boolean extend(List<Range> sorted, long from, long last, List<Range> found) {
    if (from > last) {
      return true;
    }
    for (Range range : sorted) {
      if (range.begin() == from) {
        found.add(range);
        if (extend(sorted, range.end() + 1, last, found)) {
          return true;
        }
        found.remove(found.size() - 1);
      }
    }
    return false;
  }
}
