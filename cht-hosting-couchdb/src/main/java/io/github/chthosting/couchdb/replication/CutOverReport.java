package io.github.chthosting.couchdb.replication;

import java.util.ArrayList;
import java.util.List;

/**
 * The result of the checks of a {@link CutOver}.
 *
 * @param source counts of the source
 * @param target counts of the target
 * @param sameLeaves whether the sums of all leaf revisions of both sides are the same
 * @param missing revisions of the source that the target has not; at most 1,000 are named
 * @param missingCount how many there are
 * @param extra revisions of the target that the source has not; at most 1,000 are named
 * @param extraCount how many there are
 * @param notCarried what replication does not carry and differs
 * @param localDocuments {@code _local} documents that are not the same on both sides
 * @param unfinished sides that a restore or a rebuild has not finished, with what is known of it
 */
public record CutOverReport(
    Side source,
    Side target,
    boolean sameLeaves,
    List<Revision> missing,
    long missingCount,
    List<Revision> extra,
    long extraCount,
    List<String> notCarried,
    List<LocalDocument> localDocuments,
    List<String> unfinished) {
  public CutOverReport {
    missing = List.copyOf(missing);
    extra = List.copyOf(extra);
    notCarried = List.copyOf(notCarried);
    localDocuments = List.copyOf(localDocuments);
    unfinished = List.copyOf(unfinished);
  }

  /** A report of two sides that are both whole. */
  public CutOverReport(
      Side source,
      Side target,
      boolean sameLeaves,
      List<Revision> missing,
      long missingCount,
      List<Revision> extra,
      long extraCount,
      List<String> notCarried,
      List<LocalDocument> localDocuments) {
    this(
        source,
        target,
        sameLeaves,
        missing,
        missingCount,
        extra,
        extraCount,
        notCarried,
        localDocuments,
        List.of());
  }

  /**
   * Counts of one side, by its changes feed.
   *
   * @param documents whose winning revision is not deleted, design documents included
   * @param deleted documents whose winning revision is deleted
   * @param leaves leaf revisions, conflicts and deletions included
   * @param designDocuments of the documents
   */
  public record Side(long documents, long deleted, long leaves, long designDocuments) {}

  /** A revision of a document. */
  public record Revision(String id, String revision) {
    @Override
    public String toString() {
      return id + " " + revision;
    }
  }

  /**
   * A {@code _local} document, which replication does not carry.
   *
   * @param id with {@code _local/}
   * @param kind what it is
   * @param onSource whether the source has it
   * @param onTarget whether the target has it
   */
  public record LocalDocument(String id, Kind kind, boolean onSource, boolean onTarget) {

    /** The kinds of {@code _local} documents. */
    public enum Kind {
      /** A checkpoint of a replication, CouchDB's or PouchDB's; worthless elsewhere. */
      CHECKPOINT,
      /** A note of an index about purges; worthless elsewhere. */
      PURGE,
      /** A note of internal replication between the copies of a range; worthless elsewhere. */
      SYNC,
      /** A mark of a restore, a rebuild or a plan of this library that is not done. */
      MARK,
      /** A document of somebody's data. */
      OTHER
    }
  }

  /** Returns whether both sides have the same leaf revisions. */
  public boolean isSameContent() {
    return sameLeaves && missingCount == 0 && extraCount == 0;
  }

  /**
   * Returns whether both sides have the same leaf revisions, all that replication does not carry is
   * the same too (checkpoints and purges apart), and neither side is half restored.
   */
  public boolean isSame() {
    return isSameContent()
        && notCarried.isEmpty()
        && ownLocalDocuments().isEmpty()
        && unfinished.isEmpty();
  }

  /** Returns the {@code _local} documents that are data and not the same on both sides. */
  public List<LocalDocument> ownLocalDocuments() {
    return localDocuments.stream()
        .filter(document -> document.kind() == LocalDocument.Kind.OTHER)
        .toList();
  }

  /** Returns a table for a person. */
  @Override
  public String toString() {
    List<String> lines = new ArrayList<>();
    lines.add("%-18s %12s %12s".formatted("", "source", "target"));
    lines.add(line("documents", source.documents, target.documents));
    lines.add(line("deleted", source.deleted, target.deleted));
    lines.add(line("leaf revisions", source.leaves, target.leaves));
    lines.add(line("design documents", source.designDocuments, target.designDocuments));
    lines.add("missing on target: " + missingCount + first(missing));
    lines.add("only on target: " + extraCount + first(extra));
    notCarried.forEach(item -> lines.add("differs: " + item));
    lines.addAll(unfinished);
    lines.add("_local documents that differ: " + ownLocalDocuments().size());
    if (!sameLeaves && missingCount + extraCount == 0) {
      lines.add("what differed is the same at a second look: stop all writers, and check again");
    }
    lines.add(isSame() ? "both sides are the same" : "both sides differ");
    return String.join("\n", lines);
  }

  private static String line(String name, long source, long target) {
    return "%-18s %,12d %,12d".formatted(name, source, target);
  }

  private static String first(List<Revision> revisions) {
    return revisions.isEmpty() ? "" : ", such as " + revisions.get(0);
  }
}
