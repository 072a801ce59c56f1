package io.github.chthosting.couchdb.internal.verify;

import io.github.chthosting.couchdb.backup.Difference;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The leaves of the buckets in which two databases differ, one by one. Thread-safe. */
final class Details {
  /** So many leaves fit into the smallest heap. */
  private static final int MOST_LEAVES = 60_000;

  private static final int MOST_LISTED = 1_000;

  private final BitSet buckets = new BitSet(Sums.BUCKETS);

  /** Those that differ and of which no difference was found: not looked at, or changed since. */
  private final BitSet unexplained = new BitSet(Sums.BUCKETS);

  private final Map<Key, Hashes> backup = new HashMap<>();
  private final Map<Key, Hashes> live = new HashMap<>();

  private record Key(String id, String rev) {}

  private record Hashes(long a, long b) {}

  Details(Sums sums) {
    long leaves = 0;
    boolean all = true;
    for (int bucket = 0; bucket < Sums.BUCKETS; bucket++) {
      if (sums.differs(bucket)) {
        unexplained.set(bucket);
        leaves += sums.leaves(bucket);
        all &= leaves <= MOST_LEAVES || buckets.isEmpty();
        if (all) {
          buckets.set(bucket);
        }
      }
    }
  }

  /** Whether there is nothing to look at. */
  boolean isEmpty() {
    return buckets.isEmpty();
  }

  synchronized void ofBackup(Leaf leaf) {
    put(backup, leaf);
  }

  synchronized void ofLive(Leaf leaf) {
    put(live, leaf);
  }

  private void put(Map<Key, Hashes> side, Leaf leaf) {
    if (buckets.get(Sums.bucket(leaf.id()))) {
      side.put(new Key(leaf.id(), leaf.rev()), new Hashes(leaf.a(), leaf.b()));
    }
  }

  /**
   * Adds the first differences to {@code listed}; returns how many there are, at least one for each
   * bucket that differs.
   */
  synchronized long compare(String database, List<Difference> listed) {
    List<Difference> found = new ArrayList<>();
    long count = 0;
    for (Map.Entry<Key, Hashes> entry : backup.entrySet()) {
      Hashes other = live.get(entry.getKey());
      if (other == null) {
        count += note(found, database, Difference.Kind.MISSING, entry.getKey());
      } else if (!other.equals(entry.getValue())) {
        count += note(found, database, Difference.Kind.DIFFERENT, entry.getKey());
      }
    }
    for (Key key : live.keySet()) {
      if (!backup.containsKey(key)) {
        count += note(found, database, Difference.Kind.EXTRA, key);
      }
    }
    listed.addAll(found);
    return count + unexplained.cardinality();
  }

  private long note(List<Difference> found, String database, Difference.Kind kind, Key key) {
    unexplained.clear(Sums.bucket(key.id()));
    if (found.size() < MOST_LISTED) {
      found.add(new Difference(database, kind, key.id(), key.rev()));
    }
    return 1;
  }
}
