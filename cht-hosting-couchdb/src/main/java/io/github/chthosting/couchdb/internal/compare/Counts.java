package io.github.chthosting.couchdb.internal.compare;

/**
 * Documents and leaves, by a changes feed.
 *
 * @param documents whose winning revision is not deleted, design documents included
 * @param deleted documents whose winning revision is deleted
 * @param leaves leaf revisions, conflicts and deletions included
 * @param designs design documents that are not deleted
 */
public record Counts(long documents, long deleted, long leaves, long designs) {
  /** Both together. */
  public Counts plus(Counts other) {
    return new Counts(
        documents + other.documents,
        deleted + other.deleted,
        leaves + other.leaves,
        designs + other.designs);
  }
}
