package io.github.chthosting.couchdb.cluster;

/** Moves of copies within a degraded cluster, and the replacement of a node. */
class DegradedMovesTest extends DegradedClusterCase {
  DegradedMovesTest() {
    super(DegradedDeed.MOVE, DegradedDeed.DRAIN, DegradedDeed.REPLACE);
  }
}
