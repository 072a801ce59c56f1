package io.github.chthosting.couchdb.verification;

/**
 * A difference between a target and its source.
 *
 * @param kind in what
 * @param what the document's id and revision, the {@code _local} document's id, the limit with both
 *     values, the range, or the work that is not done
 */
public record Mismatch(Kind kind, String what) {

  /** The kinds of difference. */
  public enum Kind {
    /** The source's database is not on the target. */
    DATABASE_MISSING,
    /** A leaf revision of the source that the target has not. */
    REVISION_MISSING,
    /** A leaf revision of the target that the source has not. */
    REVISION_EXTRA,
    /** The revision is on both sides, with another content, history or attachment. */
    CONTENT,
    /** A range whose leaves differ, where the source cannot be asked which. */
    RANGE,
    /** The difference of the first look was gone at the second: somebody writes. */
    UNSTEADY,
    /** {@code _security}, a limit, or whether it is partitioned. */
    SETTING,
    /** A {@code _local} document that is somebody's data. Checkpoints and purge marks are not. */
    LOCAL_DOCUMENT,
    /** A restore or a rebuild fills one of the databases still, or was cut. */
    UNFINISHED
  }

  @Override
  public String toString() {
    return kind + " " + what;
  }
}
