package io.github.chthosting.couchdb.cluster;

/**
 * Something wrong with where data lies.
 *
 * @param kind what
 * @param database whose
 * @param detail where, and what to do
 */
public record LayoutFinding(Kind kind, String database, String detail) {

  /** What can be wrong. */
  public enum Kind {
    /** Fewer copies than the database's other ranges have. */
    UNDER_REPLICATED,
    /** More copies than the database's other ranges have. */
    OVER_REPLICATED,
    /** Hashes that no range has: documents cannot be read or written. */
    HOLE,
    /** Hashes that several ranges have: documents count twice. */
    OVERLAP,
    /** A copy on a node that is no member. */
    UNKNOWN_NODE,
    /** All copies of a range are on nodes that do not answer. */
    UNREACHABLE,
    /** Nodes have different maps of it. */
    MAPS_DIFFER
  }

  @Override
  public String toString() {
    return "%s: %s: %s".formatted(kind, database, detail);
  }
}
