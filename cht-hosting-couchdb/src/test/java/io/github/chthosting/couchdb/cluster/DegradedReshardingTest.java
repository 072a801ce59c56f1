package io.github.chthosting.couchdb.cluster;

/** Swaps and splits of a database of a degraded cluster, which takes over from a primary. */
class DegradedReshardingTest extends DegradedClusterCase {
  DegradedReshardingTest() {
    super(DegradedDeed.FAILOVER, DegradedDeed.SWAP, DegradedDeed.SPLIT);
  }
}
