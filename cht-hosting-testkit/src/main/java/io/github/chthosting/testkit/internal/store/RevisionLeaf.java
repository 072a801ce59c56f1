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

  /** Where the body is: in memory or in the shard's file. */
  public interface JsonSource {
    JsonBody load();

    /** Bytes of its text. */
    int length();
  }

  /** With so many revisions of its history at most. */
  RevisionLeaf shown(long limit) {
    return revs.size() <= limit
        ? this
        : new RevisionLeaf(
            rev, List.copyOf(revs.subList(0, (int) limit)), deleted, source, attachments, seq);
  }

  public JsonBody body() {
    return source.load();
  }

  /** This revision as a replicated edit, to write it elsewhere. */
  public DocumentEdit toEdit(String id) {
    return new DocumentEdit(id, rev.pos(), revs, deleted, body(), attachments);
  }
}
