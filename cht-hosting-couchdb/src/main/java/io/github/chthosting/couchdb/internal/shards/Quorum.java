package io.github.chthosting.couchdb.internal.shards;

import io.github.chthosting.couchdb.shards.ShardRange;

/**
 * CouchDB takes a database's n, and from it how many copies must answer, from the range that holds
 * the id {@code _design/foo} ({@code mem3:n/1}). While that range has one copy more than n, each
 * read and write of a range that is being moved waits for both copies. So this range gets its new
 * copy first and loses its old one last; if it is not moved at all, it gets a copy for as long.
 */
public final class Quorum {
  private static final long HASH = ShardRange.hash("_design/foo");

  private Quorum() {}

  /** Returns whether this range decides. */
  public static boolean decides(Placement placement) {
    return placement.covers(HASH);
  }
}
