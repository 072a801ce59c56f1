package io.github.chthosting.couchdb.internal.shards;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.rows.IdHash;
import io.github.chthosting.couchdb.shards.Shard;
import io.github.chthosting.couchdb.shards.ShardMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The grouping of documents for writing: those of one shard range of the target travel together, to
 * a node that holds it where its address is known. Measured, it makes writing up to 1.7 times as
 * fast. Through the cluster a wrong guess costs time only: every node writes to every range. Used
 * by one thread.
 */
public final class Lanes {
  private static final int MOST = 32;

  private final long[] firsts;
  private final int[] addresses;
  private final boolean ranges;
  private final IdHash hash;

  private Lanes(long[] firsts, int[] addresses, boolean ranges, boolean partitioned) {
    this.firsts = firsts;
    this.addresses = addresses;
    this.ranges = ranges;
    this.hash = new IdHash(partitioned);
  }

  /** All documents travel together. */
  public static Lanes one() {
    return new Lanes(new long[] {0}, new int[] {-1}, false, false);
  }

  /** Lanes of equal ranges, for tests and benchmarks. */
  public static Lanes of(int count) {
    long[] firsts = new long[count];
    for (int i = 0; i < count; i++) {
      firsts[i] = ((long) i << 32) / count;
    }
    int[] addresses = new int[count];
    Arrays.fill(addresses, -1);
    return new Lanes(firsts, addresses, false, false);
  }

  /** The ranges of a database; one lane if it does not tell them. */
  public static Lanes of(Database target) {
    return of(target, Addresses.byNode(Wire.of(target)));
  }

  /** The same where the addresses of nodes are known already. */
  public static Lanes of(Database target, Map<String, Integer> addresses) {
    try {
      ShardMap map = ShardMap.of(target);
      return map.q() < 1 ? one() : of(map, addresses);
    } catch (HostingException e) {
      // Not a cluster, or somebody who may not ask: the grouping is an optimisation.
      return one();
    }
  }

  static Lanes of(ShardMap map, Map<String, Integer> known) {
    int step = (map.q() + MOST - 1) / MOST;
    int count = (map.q() + step - 1) / step;
    long[] firsts = new long[count];
    int[] addresses = new int[count];
    for (int lane = 0; lane < count; lane++) {
      Shard shard = map.shards().get(lane * step);
      firsts[lane] = shard.range().first();
      addresses[lane] = address(shard, known, lane);
    }
    return new Lanes(firsts, addresses, step == 1, map.partitioned());
  }

  /**
   * The address for a range. With several copies each range begins with another, so that all nodes
   * have work.
   */
  private static int address(Shard shard, Map<String, Integer> known, int lane) {
    List<Integer> holders = new ArrayList<>();
    shard.nodes().stream().filter(known::containsKey).map(known::get).forEach(holders::add);
    return holders.isEmpty() ? -1 : holders.get(lane % holders.size());
  }

  /** Returns whether each range of the database is a lane of its own. */
  public boolean areRanges() {
    return ranges;
  }

  public int count() {
    return firsts.length;
  }

  /** The address to send a lane to; -1 for any. */
  public int address(int lane) {
    return addresses[lane];
  }

  /** The lane of a document by its id as it is in JSON. */
  public int of(byte[] bytes, int start, int end) {
    if (firsts.length == 1) {
      return 0;
    }
    int found = Arrays.binarySearch(firsts, hash.ofJson(bytes, start, end));
    return found >= 0 ? found : Math.max(0, -found - 2);
  }
}
