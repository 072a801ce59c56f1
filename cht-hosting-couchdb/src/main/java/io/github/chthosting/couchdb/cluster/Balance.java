package io.github.chthosting.couchdb.cluster;

/** What a rebalance makes even. */
public enum Balance {
  /** Copies of ranges: the numbers of two nodes differ by at most one, where that is possible. */
  COUNT,
  /** Bytes: no node has more than 5 % above the average, where the sizes of ranges allow it. */
  BYTES
}
