package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.FindingCode;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The problems of a cluster, and of where its data lies. The subject of a finding is the database,
 * or, where it is about the nodes, a node or {@code "cluster"}.
 */
public enum LayoutProblem implements FindingCode {
  /** Fewer copies than the database's other ranges have. */
  UNDER_REPLICATED(false, false),
  /** More copies than the database's other ranges have. */
  OVER_REPLICATED(false, false),
  /** Hashes that no range has: documents cannot be read or written. */
  HOLE(true, false),
  /** Hashes that several ranges have: documents count twice. */
  OVERLAP(true, false),
  /** A copy on a node that is no member. */
  UNKNOWN_NODE(true, false),
  /** All copies of a range are on nodes that do not answer. */
  UNREACHABLE(true, false),
  /** Nodes have different maps of it. */
  MAPS_DIFFER(true, false),
  /** A map's two halves, by range and by node, say different things. */
  MAP_CONTRADICTS(true, false),
  /** A node has no file for a copy that the map places on it. */
  NO_FILE(true, false),
  /**
   * A node has a file for a copy with another suffix than the map's, which CouchDB does not read:
   * the map's suffix is wrong, or the file is of a deleted database of that name.
   */
  OTHER_SUFFIX(true, false),
  /** Copies of one range hold different numbers of documents. */
  COPIES_DIFFER(false, false),
  /** A restore or a rebuild fills it still, or was cut: it is not whole. */
  UNFINISHED(true, false),
  /** A plan fills files of it that no map names, or was cut: they are no left-overs. */
  IN_PLAN(false, false),
  /** All copies of a range lie in one zone, though there are others. */
  ONE_ZONE(false, false),
  /** A member does not answer. */
  NODE_DOWN(true, true),
  /** A node is a member for some and not for others. */
  PARTIAL_JOIN(true, true),
  /** Some nodes are connected to one that others are not connected to. */
  SPLIT_VIEW(true, true),
  /** A node is connected and was never added, or was removed and still runs. */
  NOT_ADDED(false, true),
  /** Nodes run different versions of CouchDB. */
  VERSIONS_DIFFER(true, true),
  /** A node does not take the credentials that others take. */
  CREDENTIALS_DIFFER(true, true),
  /** Clocks are more than 5 s apart. */
  CLOCK_SKEW(true, true),
  /** Keys of the configuration that must be equal are not. */
  SETTINGS_DIFFER(false, true);

  /** The subject of a finding about all nodes. */
  static final String CLUSTER = "cluster";

  private final boolean forbidsMoves;
  private final boolean ofCluster;

  LayoutProblem(boolean forbidsMoves, boolean ofCluster) {
    this.forbidsMoves = forbidsMoves;
    this.ofCluster = ofCluster;
  }

  @Override
  public String code() {
    return FindingCode.of("cluster", this);
  }

  /** Returns whether no shard is moved while it is so. */
  public boolean forbidsMoves() {
    return forbidsMoves;
  }

  /** Returns whether it is about the nodes, and so about every database. */
  public boolean isOfCluster() {
    return ofCluster;
  }

  /** Returns the problem that a finding names; empty if it is of another kind. */
  public static Optional<LayoutProblem> of(Finding finding) {
    return Stream.of(values()).filter(finding::is).findFirst();
  }

  /** Returns whether no shard is moved while a finding is there. */
  public static boolean forbidsMoves(Finding finding) {
    return of(finding).filter(LayoutProblem::forbidsMoves).isPresent();
  }

  /** Returns whether a finding is about the nodes, and so about every database. */
  public static boolean isOfCluster(Finding finding) {
    return of(finding).filter(LayoutProblem::isOfCluster).isPresent();
  }

  /** Returns whether a finding is about this database alone. */
  public static boolean isOf(String database, Finding finding) {
    return !isOfCluster(finding) && finding.subject().equals(database);
  }

  Finding finding(String subject, String detail, String nextStep) {
    return forbidsMoves
        ? Finding.error(this, subject, detail, nextStep)
        : Finding.warning(this, subject, detail, nextStep);
  }
}
