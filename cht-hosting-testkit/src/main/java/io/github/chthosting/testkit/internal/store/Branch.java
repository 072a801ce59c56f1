package io.github.chthosting.testkit.internal.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One leaf of a revision tree with its ancestors.
 *
 * @param pos the leaf's generation
 * @param ids newest first, without gaps; immutable
 * @param leaf the leaf's content
 * @param inner contents of ancestors that have one, by generation; immutable
 */
record Branch(long pos, List<String> ids, Revision leaf, Map<Long, Revision> inner) {

  /**
   * The order in which CouchDB lists leaves: the last root first, below it by id from the root on.
   */
  static final Comparator<Branch> TREE_ORDER = Branch::compareInTree;

  /** The winner first: not deleted, then generation, then id. */
  static final Comparator<Branch> WINNER_FIRST =
      Comparator.comparing((Branch b) -> b.leaf.deleted())
          .thenComparing(Branch::rev, Comparator.reverseOrder());

  /**
   * The order in which CouchDB sorts whole paths: by the oldest generation, then from the leaf to
   * the root.
   */
  static final Comparator<Branch> PATH_ORDER = Branch::compareAsPath;

  /** A branch of which only the leaf has content. */
  Branch(long pos, List<String> ids, Revision leaf) {
    this(pos, ids, leaf, Map.of());
  }

  Rev rev() {
    return new Rev(pos, ids.get(0));
  }

  /** The oldest revision it remembers. */
  Rev root() {
    return new Rev(start(), id(start()));
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

  /**
   * Returns whether both come from one tree: they agree at the first generation that both remember.
   */
  boolean joins(Branch other) {
    long first = Math.max(start(), other.start());
    return has(first) && other.has(first) && id(first).equals(other.id(first));
  }

  /**
   * The last generation up to which both have the same revisions, from the first on that both
   * remember; less than that where they have none.
   */
  long lastCommon(Branch other) {
    long g = Math.max(start(), other.start());
    while (has(g) && other.has(g) && id(g).equals(other.id(g))) {
      g++;
    }
    return g - 1;
  }

  /** Returns what is known of that generation, its leaf's content included. */
  @Nullable Revision content(long generation) {
    return generation == pos ? leaf : inner.get(generation);
  }

  /**
   * A copy of this branch with those ancestors of {@code other} that are older than all of its own.
   */
  Branch withAncestorsOf(Branch other) {
    if (other.start() >= start()) {
      return this;
    }
    List<String> all = new ArrayList<>(ids);
    all.addAll(other.ids.subList((int) (other.pos - start() + 1), other.ids.size()));
    Map<Long, Revision> contents = new HashMap<>(other.inner);
    contents.keySet().removeIf(g -> g >= start());
    contents.putAll(inner);
    return new Branch(pos, Collections.unmodifiableList(all), leaf, Map.copyOf(contents));
  }

  /**
   * A copy of this branch with the contents that {@code other} has of revisions which both have.
   */
  Branch withContentsOf(Branch other, long lastCommon) {
    if (other.inner.isEmpty() && (other.pos > lastCommon || content(other.pos) != null)) {
      return this;
    }
    Map<Long, Revision> contents = new HashMap<>(other.inner);
    contents.put(other.pos, other.leaf);
    contents.keySet().removeIf(g -> g > lastCommon || g >= pos);
    contents.putAll(inner);
    return new Branch(pos, ids, leaf, Map.copyOf(contents));
  }

  /** The part of this branch from that generation on. */
  Branch from(long generation) {
    if (generation <= start()) {
      return this;
    }
    Map<Long, Revision> contents = new HashMap<>(inner);
    contents.keySet().removeIf(g -> g < generation);
    List<String> rest = List.copyOf(ids.subList(0, (int) (pos - generation + 1)));
    return new Branch(pos, rest, leaf, Map.copyOf(contents));
  }

  /** A copy of this branch with every content changed so. */
  Branch mapped(UnaryOperator<Revision> change) {
    Map<Long, Revision> contents = new HashMap<>(inner);
    contents.replaceAll((generation, content) -> change.apply(content));
    return new Branch(pos, ids, change.apply(leaf), Map.copyOf(contents));
  }

  Branch compacted() {
    return inner.isEmpty() ? this : new Branch(pos, ids, leaf);
  }

  RevisionLeaf toLeaf() {
    return new RevisionLeaf(
        rev(), ids, leaf.deleted(), leaf.body(), leaf.attachments(), leaf.seq());
  }

  /** A revision of this branch that has content, with its ancestors. */
  Optional<RevisionLeaf> toLeaf(long generation) {
    return Optional.ofNullable(content(generation)).map(content -> toLeaf(generation, content));
  }

  private RevisionLeaf toLeaf(long generation, Revision content) {
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
    int byRoot = other.root().compareTo(root());
    return byRoot != 0 ? byRoot : compareDown(other);
  }

  /** Compares ids from the first generation on; then the shorter one is first. */
  private int compareDown(Branch other) {
    for (long g = start(); has(g) && other.has(g); g++) {
      int byId = Rev.compareIds(id(g), other.id(g));
      if (byId != 0) {
        return byId;
      }
    }
    return Long.compare(pos, other.pos);
  }

  /**
   * Compares by the first generation, then from the root on: the order in which paths are merged.
   */
  static int compareFromRoot(Branch a, Branch b) {
    int byStart = Long.compare(a.start(), b.start());
    return byStart != 0 ? byStart : a.compareDown(b);
  }

  private int compareAsPath(Branch other) {
    int by = Long.compare(start(), other.start());
    for (int i = 0; by == 0 && i < Math.min(ids.size(), other.ids.size()); i++) {
      by = Rev.compareIds(ids.get(i), other.ids.get(i));
      by = by == 0 && i == 0 ? compareContents(leaf, other.leaf) : by;
    }
    return by != 0 ? by : Integer.compare(ids.size(), other.ids.size());
  }

  // What is stored is less than what is new, and earlier less than later.
  private static int compareContents(Revision a, Revision b) {
    int byState = Boolean.compare(a.seq() == 0, b.seq() == 0);
    int byDeletion = byState != 0 ? byState : Boolean.compare(a.deleted(), b.deleted());
    return byDeletion != 0 ? byDeletion : Long.compare(a.seq(), b.seq());
  }

  @Override
  public String toString() {
    return pos + Arrays.toString(ids.toArray());
  }
}
