package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.shards.ShardRange;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The place of a database: the nodes of each range, with the bytes of one copy.
 *
 * @param name of the database
 * @param partitioned whether the part of an id before {@code :} alone says the range
 * @param suffix of its files, such as {@code .1795334423}; empty if not known
 * @param ranges in order
 */
public record DatabaseLayout(String name, boolean partitioned, String suffix, List<Range> ranges) {
  public DatabaseLayout {
    ranges = ranges.stream().sorted(Comparator.comparing(Range::range)).toList();
  }

  /** Returns a database whose suffix is not known. */
  public DatabaseLayout(String name, boolean partitioned, List<Range> ranges) {
    this(name, partitioned, "", ranges);
  }

  /**
   * A range of a database.
   *
   * @param range hashes of the ids in it
   * @param nodes that hold a copy
   * @param bytes of one copy, in use; an estimate where copies were not asked one by one
   */
  public record Range(ShardRange range, SortedSet<String> nodes, long bytes) {
    public Range {
      nodes = Collections.unmodifiableSortedSet(new TreeSet<>(nodes));
    }

    /** Returns the same range on other nodes. */
    public Range on(Collection<String> others) {
      return new Range(range, new TreeSet<>(others), bytes);
    }
  }

  /** Returns the name of the file of a range. */
  public String file(ShardRange range) {
    return "shards/" + range + "/" + name + suffix;
  }

  /** Copies of a range, as most ranges have them; of two equally frequent numbers the higher. */
  public int replicas() {
    return ranges.stream()
        .mapToInt(range -> range.nodes().size())
        .boxed()
        .max(Comparator.<Integer>comparingLong(this::withCopies).thenComparing(n -> n))
        .orElse(0);
  }

  private long withCopies(int copies) {
    return ranges.stream().filter(range -> range.nodes().size() == copies).count();
  }

  /** Returns the same database with other ranges. */
  public DatabaseLayout with(List<Range> others) {
    return new DatabaseLayout(name, partitioned, suffix, others);
  }

  /** Returns the range with these ends. */
  public Optional<Range> range(ShardRange wanted) {
    return ranges.stream().filter(range -> range.range().equals(wanted)).findFirst();
  }

  /** Returns the bytes of one copy of everything. */
  public long bytes() {
    return ranges.stream().mapToLong(Range::bytes).sum();
  }
}
