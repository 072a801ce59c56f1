package io.github.chthosting.couchdb.internal.shards;

import java.util.Arrays;

/**
 * Sums of hashes of leaf revisions, one for each of 4096 parts of the ids, the same in whatever
 * order rows come. Not thread-safe.
 */
final class PartSums {
  private static final int PARTS = 4096;

  private final long[] sums = new long[PARTS];
  private long documents;

  /** Adds all leaves of a document. */
  void add(FeedRow row) {
    long id = hash(row.id(), 17);
    for (String rev : row.revisions()) {
      sums[part(id)] += hash(rev, id);
    }
    documents++;
  }

  boolean isSame(PartSums other) {
    return documents == other.documents && Arrays.equals(sums, other.sums);
  }

  /** Returns whether the part of this id has the same leaves here and there. */
  boolean isSame(PartSums other, String id) {
    int part = part(hash(id, 17));
    return sums[part] == other.sums[part];
  }

  private static int part(long hash) {
    return (int) (hash >>> 40) & (PARTS - 1);
  }

  /** FNV-1a with the finish of MurmurHash3: fast, and even enough for sums. */
  private static long hash(String text, long seed) {
    long hash = 0xcbf29ce484222325L ^ seed;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }
}
