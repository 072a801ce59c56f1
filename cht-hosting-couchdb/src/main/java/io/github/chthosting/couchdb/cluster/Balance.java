package io.github.chthosting.couchdb.cluster;

/** The measures that a rebalance makes even. */
public enum Balance {
  /** Copies of ranges: the numbers of two nodes differ by at most one, where that is possible. */
  COUNT,
  /** The bytes: no node has more than 5 % above the average, where the sizes of ranges allow it. */
  BYTES
}
