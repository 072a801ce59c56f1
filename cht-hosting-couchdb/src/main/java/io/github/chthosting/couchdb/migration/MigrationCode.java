package io.github.chthosting.couchdb.migration;

import io.github.chthosting.plan.FindingCode;

/** The codes of what to know before a migration, beside what is wrong with the cluster's layout. */
public enum MigrationCode implements FindingCode {
  /** A member does not answer. */
  MEMBER_DOWN,
  /** A node is connected, and no member. */
  NOT_A_MEMBER,
  /** Databases lie on a node that is not connected. */
  DATA_ELSEWHERE,
  /** The ranges: each lies on a node that is connected, or not. */
  RANGES,
  /** The secret and the uuid, which are carried over. */
  IDENTITY,
  /** A setting is not the same on all nodes. */
  SETTINGS_DIFFER,
  /** The CHT is of a version that has steps of its own. */
  OLD_CHT,
  /** A database of the system is not there. */
  NO_SYSTEM_DATABASE,
  /** {@code _replicator} holds jobs. */
  REPLICATIONS,
  /** The disk that the data takes, and that the next release's indexes may. */
  DISK,
  /** A file holds much that compaction would free. */
  FRAGMENTED,
  /** An index is being built. */
  INDEXING;

  @Override
  public String code() {
    return FindingCode.of("migration", this);
  }
}
