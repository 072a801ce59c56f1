package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.couchdb.internal.shards.MergeRanges;
import io.github.chthosting.couchdb.internal.shards.Placement;
import io.github.chthosting.couchdb.shards.ShardRange;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Plans that repair a map, and that split its ranges. */
class MapRepairTest extends NodePlannerCase {
  @Test
  void aHoleIsFilledByTheFileThatIsLeft() {
    DatabaseLayout holed = medic(List.of("a@h"), List.of("a@h"));
    holed = holed.with(holed.ranges().subList(0, 1));
    ClusterLayout layout =
        layout(holed, node("a@h", true), node("b@h", true, "shards/" + HIGH + "/medic.1700000000"));
    assertThat(steps(NodePlanner.of(layout).repair()))
        .containsExactly(new EnterCopies("medic", copies(HIGH, "b@h")));
    ClusterLayout wrongSuffix =
        layout(holed, node("a@h", true), node("b@h", true, "shards/" + HIGH + "/medic.1800000000"));
    assertThat(refusals(() -> NodePlanner.of(wrongSuffix).repair()))
        .singleElement()
        .asString()
        .startsWith("medic: no member has a file for 80000000-ffffffff with the suffix");
  }

  @Test
  void aCopyOnAStrangerIsForgottenWhereAnotherIsGood() {
    ClusterLayout layout = layout(medic(List.of("a@h", "x@h"), List.of("a@h")), node("a@h", true));
    assertThat(steps(NodePlanner.of(layout).repair()))
        .containsExactly(new ForgetCopies("medic", copies(LOW, "x@h")));
    ClusterLayout alone = layout(medic(List.of("x@h"), List.of("a@h")), node("a@h", true));
    assertThat(refusals(() -> NodePlanner.of(alone).repair()))
        .singleElement()
        .asString()
        .contains("has no copy on a member that has its file");
  }

  private static DatabaseLayout.Range range(String range, String... nodes) {
    return new DatabaseLayout.Range(ShardRange.parse(range), new TreeSet<>(Set.of(nodes)), 10);
  }

  private static ClusterLayout overlapping(DatabaseLayout.Range... ranges) {
    DatabaseLayout medic = medic(List.of("a@h"), List.of("a@h")).with(List.of(ranges));
    return layout(medic, node("a@h", true), node("b@h", true));
  }

  @Test
  void ofRangesThatOverlapAWholeRingStays() {
    ClusterLayout more =
        overlapping(range(LOW, "a@h"), range(HIGH, "a@h"), range("40000000-7fffffff", "b@h"));
    assertThat(steps(NodePlanner.of(more).repair()))
        .containsExactly(
            new MergeRanges(
                "medic",
                List.of(new Placement(LOW, "a@h"), new Placement(HIGH, "a@h")),
                copies("40000000-7fffffff", "b@h"),
                false));
    ClusterLayout parent =
        overlapping(range("00000000-ffffffff", "a@h"), range(LOW, "a@h"), range(HIGH, "b@h"));
    assertThat(steps(NodePlanner.of(parent).deletingFiles().repair()))
        .containsExactly(
            new MergeRanges(
                "medic",
                List.of(new Placement(LOW, "a@h"), new Placement(HIGH, "b@h")),
                copies("00000000-ffffffff", "a@h"),
                true));
  }

  @Test
  void rangesThatOverlapWithoutAWholeRingAreExplained() {
    ClusterLayout none = overlapping(range("00000000-8fffffff", "a@h"), range(HIGH, "a@h"));
    assertThat(refusals(() -> NodePlanner.of(none).repair()))
        .anySatisfy(reason -> assertThat(reason).contains("make a whole ring"));
    ClusterLayout away =
        overlapping(range("00000000-ffffffff", "a@h"), range(LOW, "a@h"), range(HIGH, "x@h"));
    assertThat(refusals(() -> NodePlanner.of(away).repair()))
        .anySatisfy(
            reason ->
                assertThat(reason).contains(HIGH + " on x@h would be removed, and cannot be read"));
  }

  @Test
  void splitsOnlyByPowersOfTwo() {
    ClusterLayout layout = layout(medic(List.of("a@h"), List.of("a@h")), node("a@h", true));
    assertThat(steps(ReshardPlanner.of(layout).split("medic", 8)))
        .containsExactly(new SplitShards("medic", 4), new SplitShards("medic", 8));
    assertThat(ReshardPlanner.of(layout).split("medic", 2).isEmpty()).isTrue();
    assertThat(refusals(() -> ReshardPlanner.of(layout).split("medic", 6)))
        .containsExactly(
            "q=2 can become 4, 8, …: each round halves every range; for fewer, rebuild");
    assertThat(steps(ReshardPlanner.of(layout).rebuild("medic", "medic-q1", 1)))
        .containsExactly(
            new CopyDatabase("medic", "medic-q1", 1, 1), new ProveCopy("medic", "medic-q1"));
    assertThat(refusals(() -> ReshardPlanner.of(layout).rebuild("medic", "medic", 1)))
        .containsExactly("medic exists already: name another, or delete it");
  }
}
