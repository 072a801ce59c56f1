package io.github.chthosting.testkit.internal.store;

import java.util.List;

/**
 * A document to be written.
 *
 * <p>Interactive edit: {@code revs} is the revision it replaces and whatever was told of its
 * history (empty for a new document). Replicated edit: the first of {@code revs} is the new
 * revision itself.
 *
 * @param start the generation of the first of {@code revs}; 0 if there is none
 * @param revs ids, newest first
 * @param attachments all that the revision shall have; stubs are taken from the revision before
 * @param copied whether the attachments come from a stored revision: they keep their {@code revpos}
 */
public record DocumentEdit(
    String id,
    long start,
    List<String> revs,
    boolean deleted,
    JsonBody body,
    List<Attachment> attachments,
    boolean copied) {

  /** One whose attachments, but for stubs, were sent with it. */
  public DocumentEdit(
      String id,
      long start,
      List<String> revs,
      boolean deleted,
      JsonBody body,
      List<Attachment> attachments) {
    this(id, start, revs, deleted, body, attachments, false);
  }

  public DocumentEdit {
    revs = List.copyOf(revs);
    attachments = List.copyOf(attachments);
  }

  /** The first of its revisions. Of an interactive edit without: {@code 0-}. */
  public Rev rev() {
    return revs.isEmpty() ? new Rev(0, "") : new Rev(start, revs.get(0));
  }

  public boolean hasStubs() {
    return attachments.stream().anyMatch(Attachment::isStub);
  }

  public DocumentEdit withAttachments(List<Attachment> all) {
    return new DocumentEdit(id, start, revs, deleted, body, all, copied);
  }

  public DocumentEdit withId(String other) {
    return new DocumentEdit(other, start, revs, deleted, body, attachments, copied);
  }

  /** A copy of this edit with that revision alone. */
  public DocumentEdit withRev(Rev rev) {
    return new DocumentEdit(id, rev.pos(), List.of(rev.id()), deleted, body, attachments, copied);
  }

  /** A copy of this edit as a new document. */
  public DocumentEdit withoutRevs() {
    return new DocumentEdit(id, 0, List.of(), deleted, body, attachments, copied);
  }
}
