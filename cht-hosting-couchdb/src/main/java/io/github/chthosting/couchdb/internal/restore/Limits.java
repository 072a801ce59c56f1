package io.github.chthosting.couchdb.internal.restore;

/**
 * Limits of what is sent at once. Measured on three nodes, 100,000 documents of 1.3 kB: 12 requests
 * of 1,000 documents 23 s, 8 of 2,000 24 s, 8 of 500 27 s.
 *
 * @param parallel requests at once
 * @param documents most documents of a request
 * @param bytes most bytes of a request
 */
public record Limits(int parallel, int documents, int bytes) {
  private static final int LEAST_BYTES = 64 << 10;

  public static Limits defaults() {
    return new Limits(12, 1_000, 2 << 20);
  }

  public Limits {
    if (parallel < 1 || documents < 1 || bytes < 1) {
      throw new IllegalArgumentException("limits must be at least 1");
    }
  }

  /** Bytes of one batch, so that all of them take a third of the heap at most. */
  int capacity(int batches) {
    long share = Runtime.getRuntime().maxMemory() / 3 / batches;
    return (int) Math.max(LEAST_BYTES, Math.min(bytes, share));
  }
}
