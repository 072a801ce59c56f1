package io.github.chthosting.testkit.internal.store;

import java.util.List;

/**
 * A revision whose content is known.
 *
 * @param revs its own id first, then its ancestors' as far as they are remembered
 * @param seq the shard's sequence when it was written
 */
public record RevisionLeaf(
    Rev rev,
    List<String> revs,
    boolean deleted,
    JsonSource source,
    List<Attachment> attachments,
    long seq) {

  /** The source of the body: memory, or the shard's file. */
  public interface JsonSource {
    JsonBody load();

    /** Bytes of its text. */
    int length();
  }

  /** A copy of this leaf with so many revisions of its history at most. */
  RevisionLeaf shown(long limit) {
    return revs.size() <= limit
        ? this
        : new RevisionLeaf(
            rev, List.copyOf(revs.subList(0, (int) limit)), deleted, source, attachments, seq);
  }

  public JsonBody body() {
    return source.load();
  }

  /** A replicated edit of this revision, to write it elsewhere. */
  public DocumentEdit toEdit(String id) {
    return new DocumentEdit(id, rev.pos(), revs, deleted, body(), attachments);
  }
}
