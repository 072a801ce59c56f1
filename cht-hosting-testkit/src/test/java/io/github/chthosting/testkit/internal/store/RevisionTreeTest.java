package io.github.chthosting.testkit.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RevisionTreeTest {

  private static Branch path(long pos, String... ids) {
    return new Branch(pos, List.of(ids), new Revision(false, JsonBody.EMPTY, List.of(), 1));
  }

  private static Branch deleted(long pos, String... ids) {
    return new Branch(pos, List.of(ids), new Revision(true, JsonBody.EMPTY, List.of(), 1));
  }

  private static RevisionTree tree(Branch... paths) {
    RevisionTree tree = RevisionTree.EMPTY;
    for (Branch path : paths) {
      tree = tree.merge(path).tree();
    }
    return tree;
  }

  @Test
  void aPathExtendsItsLeafOrBranchesOffOrIsKnown() {
    RevisionTree tree = tree(path(2, "b", "a"));
    assertThat(tree.merge(path(3, "c", "b")).what()).isEqualTo(RevisionTree.Merge.NEW_LEAF);
    assertThat(tree.merge(path(2, "x", "a")).what()).isEqualTo(RevisionTree.Merge.NEW_BRANCH);
    assertThat(tree.merge(path(1, "a")).what()).isEqualTo(RevisionTree.Merge.KNOWN);
    assertThat(tree.merge(path(1, "z")).what()).isEqualTo(RevisionTree.Merge.NEW_BRANCH);
  }

  @Test
  void aLeafKeepsTheHistoryThatTheTreeKnows() {
    RevisionTree tree = tree(path(2, "b", "a"), path(3, "c", "b"));
    assertThat(tree.winner().ids()).containsExactly("c", "b", "a");
    assertThat(tree.winner().inner()).containsOnlyKeys(2L);
  }

  @Test
  void aPathThatReachesFurtherBackTellsTheTreeItsAncestors() {
    RevisionTree tree = tree(path(3, "c", "b"), path(4, "d", "c", "b", "a"));
    assertThat(tree.branches()).hasSize(1);
    assertThat(tree.winner().start()).isEqualTo(1);
  }

  @Test
  void theWinnerIsNotDeletedThenLongestThenGreatest() {
    RevisionTree tree = tree(path(2, "b", "a"), path(2, "c", "a"), deleted(4, "z", "y", "x", "a"));
    assertThat(tree.winner().rev()).isEqualTo(new Rev(2, "c"));
    assertThat(tree.isDeleted()).isFalse();
  }

  @Test
  void stemmingKeepsTheNewestAndWhatOthersShare() {
    RevisionTree tree = tree(path(5, "e", "d", "c", "b", "a")).stem(2);
    assertThat(tree.winner().ids()).containsExactly("e", "d");
    RevisionTree shared = tree(path(4, "d", "c", "b", "a"), path(3, "x", "b", "a")).stem(3);
    assertThat(shared.branches()).allMatch(b -> b.start() == 1);
  }

  @Test
  void aRevisionMayBeInTwoTreesAndAPathJoinsTheFirstByRoot() {
    RevisionTree apart = tree(path(4, "d", "c"), path(3, "x", "w"), path(4, "y", "x"));
    assertThat(apart.branches()).extracting(Branch::rev).hasSize(2);
    RevisionTree tree = apart.merge(path(4, "e", "c")).tree();
    assertThat(tree.branches()).extracting(b -> b.rev().id()).containsExactly("d", "e", "y");
  }

  @Test
  void whatALaterPathJoinsIsOneTreeAfterStemming() {
    RevisionTree tree = tree(path(4, "d"), path(3, "c", "b")).merge(path(5, "e", "d", "c")).tree();
    RevisionTree stemmed = tree.stem(1000);
    assertThat(stemmed.branches()).hasSize(1);
    assertThat(stemmed.winner().ids()).containsExactly("e", "d", "c", "b");
    assertThat(stemmed.winner().inner()).containsOnlyKeys(3L, 4L);
  }

  @Test
  void stemmingLeavesABranchAttachedWhereItsParentIsKept() {
    RevisionTree tree = tree(path(4, "d", "c", "b", "a"), path(3, "x", "b", "a")).stem(2);
    assertThat(tree.branches())
        .extracting(b -> b.start() + b.rev().id())
        .containsExactly("2d", "2x");
    RevisionTree apart = tree(path(5, "e", "d", "c", "b", "a"), path(3, "x", "b", "a")).stem(2);
    assertThat(apart.branches())
        .extracting(b -> b.start() + b.rev().id())
        .containsExactly("4e", "2x");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
  void theOrderOfMergesDoesNotMatter(long seed) {
    Random random = new Random(seed);
    List<Branch> paths = randomPaths(random);
    RevisionTree first = tree(paths.toArray(new Branch[0]));
    Collections.shuffle(paths, random);
    RevisionTree second = tree(paths.toArray(new Branch[0]));
    assertThat(second.winner().rev()).isEqualTo(first.winner().rev());
    assertThat(ids(second)).isEqualTo(ids(first));
    // No leaf is an ancestor of another one.
    for (Branch leaf : first.branches()) {
      assertThat(first.branches()).filteredOn(b -> b.contains(leaf.rev())).hasSize(1);
    }
  }

  private static List<List<String>> ids(RevisionTree tree) {
    return tree.branches().stream().map(Branch::ids).toList();
  }

  // Whole paths to random nodes of a random tree.
  private static List<Branch> randomPaths(Random random) {
    List<List<String>> nodes = new ArrayList<>(List.of(List.of("root")));
    for (int i = 0; i < 30; i++) {
      List<String> parent = nodes.get(random.nextInt(nodes.size()));
      List<String> child = new ArrayList<>(List.of("n" + i));
      child.addAll(parent);
      nodes.add(child);
    }
    Set<List<String>> chosen = new HashSet<>();
    while (chosen.size() < 12) {
      chosen.add(nodes.get(random.nextInt(nodes.size())));
    }
    List<Branch> paths = new ArrayList<>();
    chosen.forEach(ids -> paths.add(path(ids.size(), ids.toArray(new String[0]))));
    return paths;
  }
}
