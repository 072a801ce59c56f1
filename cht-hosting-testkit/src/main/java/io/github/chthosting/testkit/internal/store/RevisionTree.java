package io.github.chthosting.testkit.internal.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that is known of a document's revisions. Immutable.
 *
 * <p>It is kept as its leaves, each with its ancestors, in tree order, and beside them the content
 * of revisions that are not leaves, until a compaction. Merging and stemming follow {@code
 * couch_key_tree} of Apache CouchDB.
 */
final class RevisionTree {
  static final RevisionTree EMPTY = new RevisionTree(List.of(), Map.of());

  /** What a merge did. */
  enum Merge {
    /** A leaf was extended, or the tree was empty. */
    NEW_LEAF,
    /** There is one leaf more. */
    NEW_BRANCH,
    /** The revision was there. */
    KNOWN
  }

  record Merged(RevisionTree tree, Merge what) {}

  private final List<Branch> branches;
  private final Map<Rev, Revision> inner;

  RevisionTree(List<Branch> branches, Map<Rev, Revision> inner) {
    this.branches = branches;
    this.inner = inner;
  }

  /** In tree order. */
  List<Branch> branches() {
    return branches;
  }

  /** Contents of revisions that are not leaves. */
  Map<Rev, Revision> inner() {
    return inner;
  }

  boolean isEmpty() {
    return branches.isEmpty();
  }

  /** By the winner. An empty tree is not deleted. */
  boolean isDeleted() {
    return !branches.isEmpty() && branches.stream().allMatch(b -> b.leaf().deleted());
  }

  Branch winner() {
    return branches.size() == 1
        ? branches.get(0)
        : branches.stream().min(Branch.WINNER_FIRST).orElseThrow();
  }

  Optional<Branch> leaf(Rev rev) {
    return branches.stream().filter(b -> b.rev().equals(rev)).findFirst();
  }

  boolean knows(Rev rev) {
    return branches.stream().anyMatch(b -> b.contains(rev));
  }

  /** Merges a leaf with its ancestors into the tree. */
  Merged merge(Branch added) {
    Optional<Branch> kin = branches.stream().filter(added::joins).findFirst();
    if (kin.isEmpty()) {
      Merge what = branches.isEmpty() ? Merge.NEW_LEAF : Merge.NEW_BRANCH;
      return new Merged(with(branches, added, inner), what);
    }
    Branch whole = added.withAncestorsOf(kin.get());
    List<Branch> extended = extendRoots(kin.get(), added);
    Rev rev = whole.rev();
    if (extended.stream().anyMatch(b -> b.contains(rev) && sameLine(b, whole))) {
      return new Merged(joined(extended, contents(added)), Merge.KNOWN);
    }
    return graft(extended, whole);
  }

  // What is known of a revision that is no leaf, with its content if it had none.
  private Map<Rev, Revision> contents(Branch added) {
    if (leaf(added.rev()).isPresent() || inner.containsKey(added.rev())) {
      return inner;
    }
    Map<Rev, Revision> contents = new HashMap<>(inner);
    contents.put(added.rev(), added.leaf());
    return Map.copyOf(contents);
  }

  private Merged graft(List<Branch> all, Branch added) {
    List<Branch> kept = new ArrayList<>();
    Map<Rev, Revision> contents = new HashMap<>(inner);
    for (Branch branch : all) {
      if (added.contains(branch.rev()) && sameLine(added, branch)) {
        contents.put(branch.rev(), branch.leaf());
      } else {
        kept.add(branch);
      }
    }
    Merge what = kept.size() < all.size() ? Merge.NEW_LEAF : Merge.NEW_BRANCH;
    kept.add(added);
    return new Merged(joined(kept, contents), what);
  }

  /** A path may join what was apart: then a leaf that lies on another branch is none any more. */
  private static RevisionTree joined(List<Branch> all, Map<Rev, Revision> known) {
    List<Branch> branches = new ArrayList<>(all);
    Map<Rev, Revision> contents = new HashMap<>(known);
    for (Branch leaf : all) {
      Optional<Branch> above =
          branches.stream().filter(b -> b.pos() > leaf.pos() && b.contains(leaf.rev())).findFirst();
      if (above.isPresent()) {
        branches.removeIf(b -> b.rev().equals(leaf.rev()));
        branches.replaceAll(b -> b.contains(leaf.rev()) ? b.withAncestorsOf(leaf) : b);
        contents.put(leaf.rev(), leaf.leaf());
      }
    }
    return new RevisionTree(sorted(branches), Map.copyOf(contents));
  }

  /** Whether nothing differs, but for contents of revisions that are not leaves. */
  boolean isSame(RevisionTree other) {
    return branches.equals(other.branches) && inner.keySet().equals(other.inner.keySet());
  }

  // A path that reaches further back than the tree gives its root's whole tree older ancestors.
  private List<Branch> extendRoots(Branch kin, Branch added) {
    List<Branch> result = new ArrayList<>(branches);
    result.replaceAll(b -> sameRoot(b, kin) ? b.withAncestorsOf(added) : b);
    return result;
  }

  private static boolean sameRoot(Branch a, Branch b) {
    return a.start() == b.start() && a.id(a.start()).equals(b.id(b.start()));
  }

  // Whether the shorter one lies wholly on the longer one.
  private static boolean sameLine(Branch longer, Branch shorter) {
    for (long g = Math.max(longer.start(), shorter.start());
        g <= Math.min(longer.pos(), shorter.pos());
        g++) {
      if (!longer.id(g).equals(shorter.id(g))) {
        return false;
      }
    }
    return true;
  }

  private static RevisionTree with(List<Branch> others, Branch added, Map<Rev, Revision> contents) {
    List<Branch> all = new ArrayList<>(others);
    all.add(added);
    return new RevisionTree(sorted(all), contents);
  }

  private static List<Branch> sorted(List<Branch> all) {
    return all.stream().sorted(Branch.TREE_ORDER).toList();
  }

  /** Keeps {@code limit} revisions of each leaf's history, and those they share with others. */
  RevisionTree stem(long limit) {
    if (branches.stream().allMatch(b -> b.ids().size() <= limit)) {
      return this;
    }
    List<Branch> cut = new ArrayList<>(branches.stream().map(b -> b.stemmed(limit)).toList());
    if (cut.size() > 1) {
      List<Branch> all = List.copyOf(cut);
      cut.replaceAll(b -> longest(b, all));
    }
    return new RevisionTree(sorted(cut), known(cut));
  }

  private static Branch longest(Branch branch, List<Branch> all) {
    Branch result = branch;
    for (Branch other : all) {
      if (other.contains(new Rev(branch.start(), branch.id(branch.start())))) {
        result = result.withAncestorsOf(other);
      }
    }
    return result;
  }

  private Map<Rev, Revision> known(List<Branch> all) {
    if (inner.isEmpty()) {
      return inner;
    }
    Map<Rev, Revision> kept = new HashMap<>(inner);
    kept.keySet().removeIf(rev -> all.stream().noneMatch(b -> b.contains(rev)));
    return Map.copyOf(kept);
  }

  /** Without those leaves; a leaf's ancestors stay only where another leaf needs them. */
  RevisionTree without(Set<Rev> leaves) {
    List<Branch> kept = branches.stream().filter(b -> !leaves.contains(b.rev())).toList();
    return kept.size() == branches.size() ? this : new RevisionTree(kept, known(kept));
  }

  /** Without contents of revisions that are not leaves. */
  RevisionTree compacted() {
    return inner.isEmpty() ? this : new RevisionTree(branches, Map.of());
  }

  /** The content of any revision that has one. */
  Optional<RevisionLeaf> revision(Rev rev) {
    for (Branch branch : branches) {
      if (branch.contains(rev)) {
        if (branch.pos() == rev.pos()) {
          return Optional.of(branch.toLeaf());
        }
        Revision content = inner.get(rev);
        return Optional.ofNullable(content).map(c -> branch.toLeaf(rev.pos(), c));
      }
    }
    return Optional.empty();
  }

  /** The nearest ancestor of {@code branch} that has content, itself excluded. */
  Optional<RevisionLeaf> previous(Branch branch) {
    for (long g = branch.pos() - 1; g >= branch.start(); g--) {
      Optional<RevisionLeaf> found = revision(new Rev(g, branch.id(g)));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** Names of all leaves. */
  Set<Rev> leafRevs() {
    Set<Rev> revs = new HashSet<>();
    branches.forEach(b -> revs.add(b.rev()));
    return revs;
  }

  /** The same, with that sequence for what was never written before. */
  RevisionTree stamped(long seq) {
    List<Branch> all = new ArrayList<>(branches);
    all.replaceAll(b -> new Branch(b.pos(), b.ids(), stamped(b.leaf(), seq)));
    Map<Rev, Revision> within = new HashMap<>(inner);
    within.replaceAll((rev, r) -> stamped(r, seq));
    return new RevisionTree(List.copyOf(all), Map.copyOf(within));
  }

  private static Revision stamped(Revision r, long seq) {
    return r.seq() != 0 ? r : new Revision(r.deleted(), r.body(), r.attachments(), seq);
  }
}
