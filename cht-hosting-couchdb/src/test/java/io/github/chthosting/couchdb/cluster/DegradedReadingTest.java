package io.github.chthosting.couchdb.cluster;

/** Copies, comparisons and replications of a database of a degraded cluster. */
class DegradedReadingTest extends DegradedClusterCase {
  DegradedReadingTest() {
    super(
        DegradedDeed.BACKUP,
        DegradedDeed.RESTORE,
        DegradedDeed.VERIFY,
        DegradedDeed.VERIFICATION,
        DegradedDeed.REPLICATION,
        DegradedDeed.CUT_OVER,
        DegradedDeed.STANDBY,
        DegradedDeed.REBUILD);
  }
}
