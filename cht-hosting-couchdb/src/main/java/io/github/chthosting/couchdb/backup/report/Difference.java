package io.github.chthosting.couchdb.backup.report;

/**
 * A difference between a live database and its backup.
 *
 * @param database its live name
 * @param kind in what
 * @param id of the document, or the setting with its value in the backup and the live one
 * @param rev of the leaf; empty for {@code _local} documents, settings and work that is not done
 */
public record Difference(String database, Kind kind, String id, String rev) {

  /** The kinds of difference. */
  public enum Kind {
    /** The leaf is in the backup, and the live database does not know it. */
    MISSING,
    /**
     * The leaf is in the backup; the live database knows it as a revision that others came after,
     * which are not all in the backup.
     */
    SUPERSEDED,
    /** The leaf is in the live database only. */
    EXTRA,
    /** The document is on both sides, with another content, history or attachment. */
    DIFFERENT,
    /** The rights differ: other people may read or write. */
    SECURITY,
    /** A limit, or whether ids have partitions, differs: {@code _revs_limit: 1000 and 20}. */
    SETTING,
    /** A restore or a rebuild fills the live database still, or was cut. */
    UNFINISHED
  }

  @Override
  public String toString() {
    return (kind + " " + database + " " + id + " " + rev).stripTrailing();
  }
}
