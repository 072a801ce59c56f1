package io.github.chthosting.testkit.internal.store;

import java.util.List;
import java.util.Optional;

/**
 * A document with all that is known of its revisions, as of one moment. Immutable, thread-safe;
 * bodies are loaded when asked for.
 */
public interface StoredDocument {

  /** One revision of a history, and whether its content is still there. */
  record Ancestor(Rev rev, boolean available, boolean deleted) {}

  String id();

  /** The shard's sequence of the last change. */
  long seq();

  /** All leaves, the winner first, as CouchDB picks it: not deleted, then generation, then id. */
  List<RevisionLeaf> leaves();

  /** All leaves in the order of the revision tree, as {@code open_revs=all} lists them. */
  List<RevisionLeaf> treeOrder();

  /** Any revision whose content is still there, leaf or not. */
  Optional<RevisionLeaf> revision(Rev rev);

  /** The winner and all its ancestors that are remembered, however many are told elsewhere. */
  List<Ancestor> history();

  /** Returns whether the revision is named in the tree, with or without content. */
  boolean knows(Rev rev);

  /** Leaves at or below that revision; for {@code latest=true}. */
  List<RevisionLeaf> leavesOf(Rev rev);

  default RevisionLeaf winner() {
    return leaves().get(0);
  }

  /** Returns whether the winner is a deletion. */
  default boolean isDeleted() {
    return winner().deleted();
  }
}
