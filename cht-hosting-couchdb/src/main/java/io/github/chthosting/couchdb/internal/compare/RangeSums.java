package io.github.chthosting.couchdb.internal.compare;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.internal.rows.ChangesRow;
import io.github.chthosting.couchdb.internal.rows.IdHash;
import io.github.chthosting.couchdb.internal.rows.Json;
import io.github.chthosting.couchdb.shards.Shard;
import io.github.chthosting.couchdb.shards.ShardMap;
import io.github.chthosting.couchdb.shards.ShardRange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The leaves of a database, summed up by ranges of the hash of their ids. The ranges of one side
 * are taken for both, so databases of different q can be compared. Not thread-safe.
 */
public final class RangeSums {
  private static final int SLICES = 16;

  private final List<ShardRange> ranges;
  private final long[] firsts;
  private final List<LeafSum> sums = new ArrayList<>();
  private final boolean partitioned;
  private final IdHash hash;
  private byte[] id = {};
  private int idStart;
  private int idEnd;

  public RangeSums(List<ShardRange> ranges, boolean partitioned) {
    this.ranges = List.copyOf(ranges);
    this.partitioned = partitioned;
    this.hash = new IdHash(partitioned);
    firsts = ranges.stream().mapToLong(ShardRange::first).toArray();
    ranges.forEach(range -> sums.add(new LeafSum()));
  }

  /** The ranges of a database; equal ones where it does not tell them. */
  public static List<ShardRange> rangesOf(Database database) {
    try {
      ShardMap map = ShardMap.of(database);
      if (map.q() > 0) {
        return map.shards().stream().map(Shard::range).toList();
      }
    } catch (HostingException e) {
      // No CouchDB, or somebody who may not ask.
      return slices();
    }
    return slices();
  }

  private static List<ShardRange> slices() {
    List<ShardRange> slices = new ArrayList<>();
    long size = (ShardRange.HIGHEST + 1) / SLICES;
    for (int i = 0; i < SLICES; i++) {
      slices.add(new ShardRange(i * size, (i + 1) * size - 1));
    }
    return slices;
  }

  /** Empty sums over the same ranges. */
  public RangeSums blank() {
    return new RangeSums(ranges, partitioned);
  }

  /** Forgets all leaves. */
  void clear() {
    sums.replaceAll(sum -> new LeafSum());
  }

  /** Adds all leaves of a row. */
  public void add(ChangesRow row) {
    sums.get(rangeOf(row)).add(row, id, idStart, idEnd);
  }

  /** The index of the range that a row's id is in. */
  int rangeOf(ChangesRow row) {
    readId(row);
    int found = Arrays.binarySearch(firsts, hash.of(id, idStart, idEnd));
    return found >= 0 ? found : Math.max(0, -found - 2);
  }

  /** Servers escape the same id in different ways. */
  private void readId(ChangesRow row) {
    id = row.bytes();
    idStart = row.idStart();
    idEnd = row.idEnd();
    for (int i = idStart; i < idEnd; i++) {
      if (id[i] == '\\') {
        id = Json.unescape(id, idStart, idEnd).getBytes(StandardCharsets.UTF_8);
        idStart = 0;
        idEnd = id.length;
        return;
      }
    }
  }

  /** The ranges, in order. */
  public List<ShardRange> ranges() {
    return ranges;
  }

  /** The sum of one range. */
  public LeafSum sum(int range) {
    return sums.get(range);
  }

  /** Puts in a sum that was written down. */
  public void set(int range, LeafSum sum) {
    sums.set(range, sum);
  }

  /** Returns whether a range has the same leaves here and there. */
  public boolean isSame(RangeSums other, int range) {
    return sum(range).isSame(other.sum(range));
  }

  /** Returns whether all ranges have the same leaves here and there. */
  public boolean isSame(RangeSums other) {
    for (int range = 0; range < sums.size(); range++) {
      if (!isSame(other, range)) {
        return false;
      }
    }
    return true;
  }

  /** Counts of all ranges together. */
  public Counts counts() {
    return sums.stream().map(LeafSum::counts).reduce(new Counts(0, 0, 0, 0), Counts::plus);
  }
}
