package io.github.chthosting.couchdb.cluster;

/**
 * Something wrong with a cluster, or with where its data lies.
 *
 * @param kind what
 * @param database whose; empty if it is about the nodes
 * @param detail where, and what to do
 */
public record LayoutFinding(Kind kind, String database, String detail) {

  /** What can be wrong. */
  public enum Kind {
    /** Fewer copies than the database's other ranges have. */
    UNDER_REPLICATED(false),
    /** More copies than the database's other ranges have. */
    OVER_REPLICATED(false),
    /** Hashes that no range has: documents cannot be read or written. */
    HOLE(true),
    /** Hashes that several ranges have: documents count twice. */
    OVERLAP(true),
    /** A copy on a node that is no member. */
    UNKNOWN_NODE(true),
    /** All copies of a range are on nodes that do not answer. */
    UNREACHABLE(true),
    /** Nodes have different maps of it. */
    MAPS_DIFFER(true),
    /** A map's two halves, by range and by node, say different things. */
    MAP_CONTRADICTS(true),
    /** A node has no file for a copy that the map places on it. */
    NO_FILE(true),
    /**
     * A node has a file for a copy with another suffix than the map's, which CouchDB does not read:
     * the map's suffix is wrong, or the file is of a deleted database of that name.
     */
    OTHER_SUFFIX(true),
    /** Copies of one range hold different numbers of documents. */
    COPIES_DIFFER(false),
    /** All copies of a range lie in one zone, though there are others. */
    ONE_ZONE(false),
    /** A member does not answer. */
    NODE_DOWN(true),
    /** A node is a member for some and not for others. */
    PARTIAL_JOIN(true),
    /** Some nodes are connected to one that others are not connected to. */
    SPLIT_VIEW(true),
    /** A node is connected and was never added, or was removed and still runs. */
    NOT_ADDED(false),
    /** Nodes run different versions of CouchDB. */
    VERSIONS_DIFFER(true),
    /** A node does not take the credentials that others take. */
    CREDENTIALS_DIFFER(true),
    /** Clocks are more than 5 s apart. */
    CLOCK_SKEW(true),
    /** Keys of the configuration that must be equal are not. */
    SETTINGS_DIFFER(false);

    private final boolean forbidsMoves;

    Kind(boolean forbidsMoves) {
      this.forbidsMoves = forbidsMoves;
    }

    /** Whether no shard is moved while it is so. */
    public boolean forbidsMoves() {
      return forbidsMoves;
    }
  }

  /** Whether it is about the nodes, and so about every database. */
  public boolean isOfCluster() {
    return database.isEmpty();
  }

  @Override
  public String toString() {
    return database.isEmpty()
        ? "%s: %s".formatted(kind, detail)
        : "%s: %s: %s".formatted(kind, database, detail);
  }
}
