package io.github.chthosting.couchdb.cluster;

/** Swaps and splits of a database of a degraded cluster. */
class DegradedReshardingTest extends DegradedClusterCase {
  DegradedReshardingTest() {
    super(DegradedDeed.SWAP, DegradedDeed.SPLIT);
  }
}
