package io.github.chthosting.testkit.internal.store;

import java.util.List;
import java.util.Optional;

/** A document of one shard, as of its last change. */
record DocumentRecord(String id, long seq, RevisionTree tree) implements StoredDocument {

  @Override
  public List<RevisionLeaf> leaves() {
    return tree.branches().stream().sorted(Branch.WINNER_FIRST).map(Branch::toLeaf).toList();
  }

  @Override
  public List<RevisionLeaf> treeOrder() {
    return tree.branches().stream().map(Branch::toLeaf).toList();
  }

  @Override
  public RevisionLeaf winner() {
    return tree.winner().toLeaf();
  }

  @Override
  public boolean isDeleted() {
    return tree.isDeleted();
  }

  @Override
  public Optional<RevisionLeaf> revision(Rev rev) {
    return tree.revision(rev);
  }

  @Override
  public boolean knows(Rev rev) {
    return tree.knows(rev);
  }

  @Override
  public List<RevisionLeaf> leavesOf(Rev rev) {
    return tree.branches().stream().filter(b -> b.contains(rev)).map(Branch::toLeaf).toList();
  }

  /** With nothing but what is needed: its leaves, and of their histories {@code limit}. */
  DocumentRecord compacted(long limit) {
    RevisionTree rest = tree.compacted().stem(limit);
    return rest == tree ? this : new DocumentRecord(id, seq, rest);
  }

  /** Bytes of the bodies and attachments of all leaves. */
  long size() {
    long size = 0;
    for (Branch branch : tree.branches()) {
      size += branch.leaf().body().length();
      for (Attachment attachment : branch.leaf().attachments()) {
        size += attachment.content().length();
      }
    }
    return size;
  }
}
