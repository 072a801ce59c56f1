package io.github.chthosting.couchdb.internal.compare;

import io.github.chthosting.couchdb.internal.rows.ChangesRow;
import io.github.chthosting.couchdb.internal.rows.Slices;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A sum over all leaf revisions, the same in whatever order they come: 128 bits of hashes of id and
 * revision, and counts. Equal sums mean equal leaves but for a chance of 2^-100 or so. Not
 * thread-safe.
 */
public final class LeafSum {
  private static final long[] SEEDS = {0x9E3779B97F4A7C15L, 0xC2B2AE3D27D4EB4FL};
  private static final long[] FACTORS = {0x100000001B3L, 0xD6E8FEB86659FD93L};
  private static final byte[] DELETED = {'d'};

  private final long[] sums = new long[2];
  private long documents;
  private long leaves;
  private long deleted;
  private long designs;

  /** Adds a row by its id, which stands unescaped in {@code bytes}. */
  void add(ChangesRow row, byte[] bytes, int start, int end) {
    count(row, bytes, start, end);
    for (int seed = 0; seed < 2; seed++) {
      long id = hash(seed, SEEDS[seed], bytes, start, end);
      Slices revisions = row.leaves();
      for (int i = 0; i < revisions.count(); i++) {
        sums[seed] += mixed(hash(seed, id, row.bytes(), revisions.start(i), revisions.end(i)));
      }
      sums[seed] += row.deleted() ? mixed(hash(seed, id, DELETED, 0, 1)) : 0;
    }
  }

  private void count(ChangesRow row, byte[] bytes, int start, int end) {
    leaves += row.leaves().count();
    documents += row.deleted() ? 0 : 1;
    deleted += row.deleted() ? 1 : 0;
    designs += !row.deleted() && end - start > 8 && isDesign(bytes, start) ? 1 : 0;
  }

  private static boolean isDesign(byte[] bytes, int start) {
    return new String(bytes, start, 8, StandardCharsets.ISO_8859_1).equals("_design/");
  }

  private static long hash(int seed, long from, byte[] bytes, int start, int end) {
    long hash = from ^ (end - start);
    for (int i = start; i < end; i++) {
      hash = Long.rotateLeft((hash ^ bytes[i]) * FACTORS[seed], 23);
    }
    return hash;
  }

  /** The finisher of SplitMix64, so that sums of like hashes do not cancel out. */
  private static long mixed(long hash) {
    long z = (hash ^ (hash >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Returns how many of each there are. */
  public Counts counts() {
    return new Counts(documents, deleted, leaves, designs);
  }

  /** The sum, 32 digits; with {@link #counts()} all that {@link #isSame} looks at. */
  public String text() {
    return "%016x%016x".formatted(sums[0], sums[1]);
  }

  /** A sum that was written down. */
  public static LeafSum of(Counts counts, String text) {
    LeafSum sum = new LeafSum();
    sum.documents = counts.documents();
    sum.deleted = counts.deleted();
    sum.leaves = counts.leaves();
    sum.designs = counts.designs();
    sum.sums[0] = HexFormat.fromHexDigitsToLong(text, 0, 16);
    sum.sums[1] = HexFormat.fromHexDigitsToLong(text, 16, 32);
    return sum;
  }

  /** Returns whether both are of the same leaves. */
  public boolean isSame(LeafSum other) {
    return sums[0] == other.sums[0] && sums[1] == other.sums[1] && counts().equals(other.counts());
  }
}
