package io.github.chthosting.couchdb.internal.verify;

import io.github.chthosting.couchdb.internal.rows.CanonicalHash;
import java.io.IOException;

/**
 * Counts documents by their leaves: ids, ids of which all leaves are deleted, ids with several
 * leaves. An id is remembered by 61 bits of its hash. Ids that do not fit into an eighth of the
 * heap are counted in further passes over the same leaves. Not thread-safe.
 */
final class DocumentCounts {
  private static final long USED = 1;
  private static final long SEVERAL = 2;
  private static final long ALIVE = 4;
  private static final long FLAGS = USED | SEVERAL | ALIVE;
  private static final double FULL = 0.6;
  private static final int FEWEST = 1 << 10;

  private final int passes;
  private final long[] slots;
  private int pass;
  private int used;
  private long documents;
  private long deleted;
  private long conflicted;

  /**
   * @param expected how many there should be
   */
  DocumentCounts(long expected) {
    this(expected, Runtime.getRuntime().maxMemory() / 8 / Long.BYTES);
  }

  DocumentCounts(long expected, long mostSlots) {
    long most = Math.min(1 << 28, Long.highestOneBit(Math.max(FEWEST, mostSlots)));
    passes = (int) Math.max(1, Math.ceil(expected / (FULL * most)));
    long wanted = (long) (expected / FULL / passes) + FEWEST;
    slots = new long[(int) Math.min(most, Long.highestOneBit(wanted) * 2)];
  }

  int passes() {
    return passes;
  }

  /** Counts a leaf, if its document belongs to this pass. */
  void add(Leaf leaf) throws IOException {
    long hash = hash(leaf.id());
    if ((hash >>> 33) % passes == pass) {
      note(hash & ~FLAGS, leaf.deleted());
    }
  }

  private static long hash(String id) {
    long hash = id.length();
    for (int i = 0; i < id.length(); i++) {
      hash = CanonicalHash.mix(hash * 31 + id.charAt(i));
    }
    return hash;
  }

  private void note(long hash, boolean isDeleted) throws IOException {
    int at = (int) (CanonicalHash.mix(hash) & (slots.length - 1));
    while (slots[at] != 0 && (slots[at] & ~FLAGS) != hash) {
      at = (at + 1) & (slots.length - 1);
    }
    if (slots[at] == 0 && ++used == slots.length) {
      throw new IOException("there are far more documents than its manifest states");
    }
    long several = slots[at] == 0 ? 0 : SEVERAL;
    slots[at] |= hash | USED | several | (isDeleted ? 0 : ALIVE);
  }

  /** Ends a pass over all leaves. */
  void endPass() {
    for (int i = 0; i < slots.length; i++) {
      if (slots[i] != 0) {
        documents++;
        deleted += (slots[i] & ALIVE) == 0 ? 1 : 0;
        conflicted += (slots[i] & SEVERAL) != 0 ? 1 : 0;
        slots[i] = 0;
      }
    }
    used = 0;
    pass++;
  }

  long documents() {
    return documents;
  }

  /** Documents of which every leaf is deleted: CouchDB counts these as deleted. */
  long deleted() {
    return deleted;
  }

  long conflicted() {
    return conflicted;
  }
}
