package io.github.chthosting.testkit.internal.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * One leaf of a revision tree with its ancestors.
 *
 * @param pos the leaf's generation
 * @param ids newest first, without gaps; immutable
 * @param leaf the leaf's content
 */
record Branch(long pos, List<String> ids, Revision leaf) {

  /** As CouchDB lists leaves: the last root first, below it by id from the root on. */
  static final Comparator<Branch> TREE_ORDER = Branch::compareInTree;

  /** The winner first: not deleted, then generation, then id. */
  static final Comparator<Branch> WINNER_FIRST =
      Comparator.comparing((Branch b) -> b.leaf.deleted())
          .thenComparing(Branch::rev, Comparator.reverseOrder());

  Rev rev() {
    return new Rev(pos, ids.get(0));
  }

  /** The generation of the oldest revision it remembers. */
  long start() {
    return pos - ids.size() + 1;
  }

  boolean has(long generation) {
    return generation <= pos && generation >= start();
  }

  /** The id at that generation, which it must have. */
  String id(long generation) {
    return ids.get((int) (pos - generation));
  }

  boolean contains(Rev rev) {
    return has(rev.pos()) && id(rev.pos()).equals(rev.id());
  }

  /** Whether both come from one tree: they agree at the first generation that both remember. */
  boolean joins(Branch other) {
    long first = Math.max(start(), other.start());
    return has(first) && other.has(first) && id(first).equals(other.id(first));
  }

  /** This branch with those ancestors of {@code other} that are older than all of its own. */
  Branch withAncestorsOf(Branch other) {
    if (other.start() >= start()) {
      return this;
    }
    List<String> all = new ArrayList<>(ids);
    all.addAll(other.ids.subList((int) (other.pos - start() + 1), other.ids.size()));
    return new Branch(pos, Collections.unmodifiableList(all), leaf);
  }

  Branch stemmed(long limit) {
    return ids.size() <= limit
        ? this
        : new Branch(pos, List.copyOf(ids.subList(0, (int) limit)), leaf);
  }

  RevisionLeaf toLeaf() {
    return new RevisionLeaf(
        rev(), ids, leaf.deleted(), leaf.body(), leaf.attachments(), leaf.seq());
  }

  /** A revision of this branch, with its ancestors. */
  RevisionLeaf toLeaf(long generation, Revision content) {
    List<String> rest = ids.subList((int) (pos - generation), ids.size());
    return new RevisionLeaf(
        new Rev(generation, rest.get(0)),
        rest,
        content.deleted(),
        content.body(),
        content.attachments(),
        content.seq());
  }

  private int compareInTree(Branch other) {
    int byStart = Long.compare(other.start(), start());
    if (byStart != 0) {
      return byStart;
    }
    int byRoot = Rev.compareIds(other.id(start()), id(start()));
    for (long g = start() + 1; byRoot == 0 && has(g) && other.has(g); g++) {
      int byId = Rev.compareIds(id(g), other.id(g));
      if (byId != 0) {
        return byId;
      }
    }
    return byRoot != 0 ? byRoot : Long.compare(pos, other.pos);
  }

  @Override
  public String toString() {
    return pos + Arrays.toString(ids.toArray());
  }
}
