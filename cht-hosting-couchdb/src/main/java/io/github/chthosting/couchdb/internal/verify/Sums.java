package io.github.chthosting.couchdb.internal.verify;

import io.github.chthosting.couchdb.internal.rows.CanonicalHash;

/**
 * The leaves of two databases, summed up in buckets by id: what one adds the other takes away. A
 * bucket that ends at zero holds the same leaves on both sides, but for a chance of 2^-128. So
 * databases of any size are compared in 1.5 MB. Thread-safe.
 */
final class Sums {
  static final int BUCKETS = 1 << 16;

  private final long[] hashes = new long[2 * BUCKETS];
  private final int[] leaves = new int[BUCKETS];
  private long total;

  /** The bucket of an id. */
  static int bucket(String id) {
    return (int) (CanonicalHash.mix(id.hashCode() * 31L + id.length()) & (BUCKETS - 1));
  }

  synchronized void add(Leaf leaf) {
    int bucket = bucket(leaf.id());
    hashes[2 * bucket] += leaf.a();
    hashes[2 * bucket + 1] += leaf.b();
    leaves[bucket]++;
    total++;
  }

  synchronized void subtract(Leaf leaf) {
    int bucket = bucket(leaf.id());
    hashes[2 * bucket] -= leaf.a();
    hashes[2 * bucket + 1] -= leaf.b();
    leaves[bucket]++;
    total++;
  }

  /** Returns whether the sides differ in that bucket. */
  synchronized boolean differs(int bucket) {
    return hashes[2 * bucket] != 0 || hashes[2 * bucket + 1] != 0;
  }

  /** Leaves of both sides in that bucket. */
  synchronized int leaves(int bucket) {
    return leaves[bucket];
  }

  /** Leaves of both sides. */
  synchronized long total() {
    return total;
  }
}
