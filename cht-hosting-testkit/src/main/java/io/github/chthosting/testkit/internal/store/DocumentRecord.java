package io.github.chthosting.testkit.internal.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A document of one shard, as of its last change.
 *
 * @param shown how many revisions of a history are told: the limit of the database, which may be
 *     less than what the tree still has
 */
record DocumentRecord(String id, long seq, RevisionTree tree, long shown)
    implements StoredDocument {

  DocumentRecord(String id, long seq, RevisionTree tree) {
    this(id, seq, tree, Long.MAX_VALUE);
  }

  /** The record as it is read while the database has that limit. */
  DocumentRecord shown(long limit) {
    boolean whole = tree.branches().stream().allMatch(b -> b.ids().size() <= limit);
    return whole ? this : new DocumentRecord(id, seq, tree, limit);
  }

  @Override
  public List<RevisionLeaf> leaves() {
    return told(tree.branches().stream().sorted(Branch.WINNER_FIRST));
  }

  @Override
  public List<RevisionLeaf> treeOrder() {
    return told(tree.branches().stream());
  }

  private List<RevisionLeaf> told(Stream<Branch> branches) {
    return branches.map(Branch::toLeaf).map(leaf -> leaf.shown(shown)).toList();
  }

  @Override
  public RevisionLeaf winner() {
    return tree.winner().toLeaf().shown(shown);
  }

  @Override
  public boolean isDeleted() {
    return tree.isDeleted();
  }

  @Override
  public Optional<RevisionLeaf> revision(Rev rev) {
    return tree.revision(rev).map(leaf -> leaf.shown(shown));
  }

  @Override
  public List<Ancestor> history() {
    Branch winner = tree.winner();
    List<Ancestor> history = new ArrayList<>();
    for (long g = winner.pos(); g >= winner.start(); g--) {
      Revision content = winner.content(g);
      Rev rev = new Rev(g, winner.id(g));
      history.add(new Ancestor(rev, content != null, content != null && content.deleted()));
    }
    return history;
  }

  @Override
  public boolean knows(Rev rev) {
    return tree.knows(rev);
  }

  @Override
  public List<RevisionLeaf> leavesOf(Rev rev) {
    return told(tree.branches().stream().filter(b -> b.contains(rev)));
  }

  /**
   * The record with nothing but what is needed: its leaves, and of their histories {@code limit}.
   */
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
