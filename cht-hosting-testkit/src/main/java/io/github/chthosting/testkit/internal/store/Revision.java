package io.github.chthosting.testkit.internal.store;

import java.util.List;

/**
 * The content of one revision.
 *
 * @param seq the shard's sequence when it was written
 */
record Revision(
    boolean deleted, RevisionLeaf.JsonSource body, List<Attachment> attachments, long seq) {

  /** The same, written at another sequence. */
  Revision at(long sequence) {
    return new Revision(deleted, body, attachments, sequence);
  }
}
