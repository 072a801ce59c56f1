package io.github.chthosting.testkit.internal.store;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * All that is known of a document's revisions. Immutable.
 *
 * <p>It is kept as its leaves, each with its ancestors, in tree order. Branches with the same root
 * are one tree; several trees are there when a history came in pieces, or was cut. One revision may
 * then be in more than one of them. Merging and stemming follow {@code couch_key_tree} of Apache
 * CouchDB.
 */
final class RevisionTree {
  static final RevisionTree EMPTY = new RevisionTree(List.of());

  /** The result of a merge. */
  enum Merge {
    /** A leaf was extended, or the tree was empty. */
    NEW_LEAF,
    /** The tree has one leaf more. */
    NEW_BRANCH,
    /** The revision was there. */
    KNOWN
  }

  record Merged(RevisionTree tree, Merge what) {}

  private final List<Branch> branches;

  RevisionTree(List<Branch> branches) {
    this.branches = branches;
  }

  /** The branches in tree order. */
  List<Branch> branches() {
    return branches;
  }

  boolean isEmpty() {
    return branches.isEmpty();
  }

  /** Tells whether the winner is deleted. An empty tree is not deleted. */
  boolean isDeleted() {
    return !branches.isEmpty() && branches.stream().allMatch(b -> b.leaf().deleted());
  }

  Branch winner() {
    return branches.size() == 1
        ? branches.get(0)
        : branches.stream().min(Branch.WINNER_FIRST).orElseThrow();
  }

  /** The leaf; if it is there more than once, the last one. */
  Optional<Branch> leaf(Rev rev) {
    return branches.stream().filter(b -> b.rev().equals(rev)).reduce((first, last) -> last);
  }

  boolean knows(Rev rev) {
    return branches.stream().anyMatch(b -> b.contains(rev));
  }

  /** Merges a leaf with its ancestors into the first tree, by root, that it joins. */
  Merged merge(Branch added) {
    int end = branches.size();
    while (end > 0) {
      int begin = firstOfTree(end - 1);
      for (Branch kin : branches.subList(begin, end)) {
        if (added.joins(kin)) {
          return merge(added.withAncestorsOf(kin), begin, end);
        }
      }
      end = begin;
    }
    return new Merged(
        with(branches, added), branches.isEmpty() ? Merge.NEW_LEAF : Merge.NEW_BRANCH);
  }

  private int firstOfTree(int index) {
    int first = index;
    while (first > 0 && branches.get(first - 1).root().equals(branches.get(index).root())) {
      first--;
    }
    return first;
  }

  // A path that reaches further back than the tree gives its whole tree older ancestors.
  private Merged merge(Branch added, int begin, int end) {
    List<Branch> others = new ArrayList<>(branches.subList(0, begin));
    others.addAll(branches.subList(end, branches.size()));
    Branch whole = added;
    Merge what = Merge.NEW_BRANCH;
    for (Branch old : branches.subList(begin, end)) {
      Branch kin = old.withAncestorsOf(added);
      long common = kin.lastCommon(whole);
      whole = kin.inner().isEmpty() && common < kin.pos() ? whole : known(whole, kin, common);
      if (common == kin.pos() && common < whole.pos()) {
        what = Merge.NEW_LEAF;
      } else {
        others.add(kin.withContentsOf(whole, common));
        what = common == whole.pos() ? Merge.KNOWN : what;
      }
    }
    return new Merged(what == Merge.KNOWN ? sorted(others) : with(others, whole), what);
  }

  // What was known before stays.
  private static Branch known(Branch added, Branch kin, long common) {
    Branch bare = new Branch(added.pos(), added.ids(), added.leaf());
    return bare.withContentsOf(kin, common).withContentsOf(added, added.pos());
  }

  /** Returns whether nothing differs, but for contents of revisions that are not leaves. */
  boolean isSame(RevisionTree other) {
    boolean same = branches.size() == other.branches.size();
    for (int i = 0; same && i < branches.size(); i++) {
      same = isSame(branches.get(i), other.branches.get(i));
    }
    return same;
  }

  private static boolean isSame(Branch a, Branch b) {
    return a.pos() == b.pos()
        && a.ids().equals(b.ids())
        && a.leaf().equals(b.leaf())
        && a.inner().keySet().equals(b.inner().keySet());
  }

  private static RevisionTree with(List<Branch> others, Branch added) {
    List<Branch> all = new ArrayList<>(others);
    all.add(added);
    return sorted(all);
  }

  private static RevisionTree sorted(List<Branch> all) {
    return new RevisionTree(all.stream().sorted(Branch.TREE_ORDER).toList());
  }

  // Merges paths anew: those that lie on another one become part of it.
  private static RevisionTree rebuilt(List<Branch> paths) {
    RevisionTree tree = EMPTY;
    for (Branch path : paths.stream().sorted(Branch.PATH_ORDER).toList()) {
      tree = tree.merge(path).tree();
    }
    return tree;
  }

  /**
   * Keeps {@code limit} revisions of each leaf's history, and those they share with others. Where
   * an id is there twice, trees that were apart are joined as far as they can be.
   */
  RevisionTree stem(long limit) {
    if (branches.size() > 1 && hasDuplicates()) {
      return rebuilt(branches.stream().map(b -> b.from(b.pos() - limit + 1)).toList());
    }
    if (branches.stream().allMatch(b -> b.ids().size() <= limit)) {
      return this;
    }
    return sorted(branches.stream().map(b -> b.from(firstKept(b, limit))).toList());
  }

  // Generations do not matter to CouchDB here.
  private boolean hasDuplicates() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < branches.size(); i++) {
      Branch branch = branches.get(i);
      boolean sharesRoot = i > 0 && branches.get(i - 1).root().equals(branch.root());
      long first = sharesRoot ? branch.lastCommon(branches.get(i - 1)) + 1 : branch.start();
      for (long g = first; g <= branch.pos(); g++) {
        if (!seen.add(branch.id(g))) {
          return true;
        }
      }
    }
    return false;
  }

  // A revision is kept for any leaf that it is near enough to; a branch ends where one is not.
  private long firstKept(Branch branch, long limit) {
    long first = branch.pos() - limit + 1;
    boolean further = true;
    while (further && first > branch.start()) {
      further = false;
      for (Branch other : branches) {
        long reach = other.pos() - limit + 1;
        if (reach < first
            && other.root().equals(branch.root())
            && other.lastCommon(branch) >= first - 1) {
          first = reach;
          further = true;
        }
      }
    }
    return first;
  }

  /** The tree without those leaves; a leaf's ancestors stay only where another leaf needs them. */
  RevisionTree without(Set<Rev> leaves) {
    List<Branch> kept = new ArrayList<>();
    Set<Rev> gone = new HashSet<>(leaves);
    branches.forEach(
        b -> {
          if (!gone.remove(b.rev())) {
            kept.add(b);
          }
        });
    return kept.size() == branches.size() ? this : rebuilt(kept);
  }

  /** The tree without contents of revisions that are not leaves. */
  RevisionTree compacted() {
    return branches.stream().allMatch(b -> b.inner().isEmpty()) ? this : mapped(Branch::compacted);
  }

  /** The content of any revision that has one. */
  Optional<RevisionLeaf> revision(Rev rev) {
    for (int i = branches.size() - 1; i >= 0; i--) {
      if (branches.get(i).contains(rev)) {
        return branches.get(i).toLeaf(rev.pos());
      }
    }
    return Optional.empty();
  }

  /** The nearest ancestor of {@code branch} that has content, itself excluded. */
  static Optional<RevisionLeaf> previous(Branch branch) {
    for (long g = branch.pos() - 1; g >= branch.start(); g--) {
      Optional<RevisionLeaf> found = branch.toLeaf(g);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** The same, with that sequence for what was never written before. */
  RevisionTree stamped(long seq) {
    return mapped(b -> b.mapped(r -> r.seq() != 0 ? r : r.at(seq)));
  }

  private RevisionTree mapped(UnaryOperator<Branch> change) {
    return new RevisionTree(branches.stream().map(change).toList());
  }
}
