package io.github.chthosting.couchdb.internal.verify;

import io.github.chthosting.couchdb.backup.report.Difference;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The leaves of the buckets in which two databases differ, one by one. Thread-safe. */
final class Details {
  /** Number of leaves that fit into the smallest heap. */
  private static final int MOST_LEAVES = 60_000;

  private static final int MOST_LISTED = 1_000;

  private final BitSet buckets = new BitSet(Sums.BUCKETS);

  /** Number of leaves that differ and do not fit. */
  private long unlooked;

  private final Map<Key, Hashes> backup = new HashMap<>();
  private final Map<Key, Hashes> live = new HashMap<>();

  private record Key(String id, String rev) {}

  private record Hashes(long a, long b) {
    Hashes with(Hashes other) {
      return equals(other) ? this : new Hashes(a * 31 + other.a, b * 31 + other.b);
    }
  }

  Details(Sums sums) {
    long leaves = 0;
    boolean all = true;
    for (int bucket = 0; bucket < Sums.BUCKETS; bucket++) {
      if (sums.differs(bucket)) {
        leaves += sums.leaves(bucket);
        all &= leaves <= MOST_LEAVES || buckets.isEmpty();
        if (all) {
          buckets.set(bucket);
        } else {
          unlooked++;
        }
      }
    }
  }

  /** Returns whether there is nothing to look at. */
  boolean isEmpty() {
    return buckets.isEmpty();
  }

  synchronized void ofBackup(Leaf leaf) {
    put(backup, leaf);
  }

  synchronized void ofLive(Leaf leaf) {
    put(live, leaf);
  }

  /** The same leaf may come twice; told in two ways it agrees with neither. */
  private void put(Map<Key, Hashes> side, Leaf leaf) {
    if (buckets.get(Sums.bucket(leaf.id()))) {
      side.merge(new Key(leaf.id(), leaf.rev()), new Hashes(leaf.a(), leaf.b()), Hashes::with);
    }
  }

  /** Leaves of the backup that are none on the other side: revisions by id. */
  synchronized Map<String, List<String>> gone() {
    Map<String, List<String>> gone = new TreeMap<>();
    for (Key key : backup.keySet()) {
      if (!live.containsKey(key)) {
        gone.computeIfAbsent(key.id(), id -> new ArrayList<>()).add(key.rev());
      }
    }
    return gone;
  }

  /**
   * Adds the first differences to {@code listed}; returns how many there are, at least one for each
   * bucket that differs and was not looked into.
   *
   * <p>A document that changed while it was backed up may be in the backup in two revisions. That
   * is no difference if the live database has the newer one, and the older among those before it.
   *
   * @param unknown those of {@link #gone()} that the live database does not know at all
   */
  synchronized long compare(
      String database, Map<String, Set<String>> unknown, List<Difference> listed) {
    List<Difference> found = new ArrayList<>();
    Set<String> changed = new HashSet<>();
    for (Key key : live.keySet()) {
      if (!backup.containsKey(key)) {
        changed.add(key.id());
        note(found, database, Difference.Kind.EXTRA, key);
      }
    }
    for (Map.Entry<Key, Hashes> entry : backup.entrySet()) {
      Key key = entry.getKey();
      Hashes other = live.get(key);
      if (other != null && !other.equals(entry.getValue())) {
        note(found, database, Difference.Kind.DIFFERENT, key);
      } else if (other == null && unknown.getOrDefault(key.id(), Set.of()).contains(key.rev())) {
        note(found, database, Difference.Kind.MISSING, key);
      } else if (other == null && changed.contains(key.id())) {
        note(found, database, Difference.Kind.SUPERSEDED, key);
      }
    }
    found.stream().limit(MOST_LISTED).forEach(listed::add);
    return found.size() + unlooked;
  }

  private static void note(List<Difference> found, String database, Difference.Kind kind, Key key) {
    found.add(new Difference(database, kind, key.id(), key.rev()));
  }
}
