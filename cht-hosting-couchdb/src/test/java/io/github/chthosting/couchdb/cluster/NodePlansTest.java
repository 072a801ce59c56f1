package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.platform.Plan;
import io.github.chthosting.platform.PlanRefusedException;
import io.github.chthosting.platform.Risk;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class NodePlansTest {
  private static final String LOW = "00000000-7fffffff";
  private static final String HIGH = "80000000-ffffffff";

  static ClusterLayout.Node node(String name, boolean up, String... strays) {
    return new ClusterLayout.Node(name, up, false, "", "3.5.0", new TreeSet<>(Set.of(strays)));
  }

  private static DatabaseLayout medic(List<String> low, List<String> high) {
    return new DatabaseLayout(
        "medic",
        false,
        ".1700000000",
        List.of(
            new DatabaseLayout.Range(ShardRange.parse(LOW), new TreeSet<>(low), 10),
            new DatabaseLayout.Range(ShardRange.parse(HIGH), new TreeSet<>(high), 10)));
  }

  private static ClusterLayout layout(DatabaseLayout database, ClusterLayout.Node... nodes) {
    return new ClusterLayout(List.of(nodes), List.of(database));
  }

  private static List<String> steps(Plan plan) {
    return plan.steps().stream().map(Object::toString).toList();
  }

  private static List<String> refusals(Supplier<Plan> plan) {
    try {
      return List.of("not refused: " + plan.get());
    } catch (PlanRefusedException e) {
      return e.reasons();
    }
  }

  @Test
  void aFreshNodeJoinsAndIsMadeEqual() {
    ClusterLayout one = layout(medic(List.of("a@h"), List.of("a@h")), node("a@h", true));
    NodeCandidate fresh = new NodeCandidate("b@h", "3.5.0", List.of("b@h"), List.of());
    assertThat(steps(NodePlans.of(one).add(fresh, "z1")))
        .containsExactly("join-node node=b@h zone=z1", "align-node node=b@h");
    assertThat(
            NodePlans.of(one).add(new NodeCandidate("a@h", "", List.of(), List.of()), "").isEmpty())
        .isTrue();
  }

  @Test
  void aNodeThatIsNotFreshIsRefused() {
    ClusterLayout one = layout(medic(List.of("a@h"), List.of("a@h")), node("a@h", true));
    NodeCandidate used =
        new NodeCandidate("b@h", "3.4.2", List.of("b@h", "c@h"), List.of("_users"));
    assertThat(refusals(() -> NodePlans.of(one).add(used, "")))
        .containsExactly(
            "b@h runs 3.4.2, the cluster [3.5.0]: install the same version",
            "b@h is in a cluster already: [b@h, c@h]",
            "b@h has databases of its own, whose maps would mix with the cluster's: [_users]. Start it with an empty data folder");
  }

  @Test
  void aNodeIsNotRemovedWhileAMapPointsAtIt() {
    ClusterLayout two =
        layout(medic(List.of("a@h"), List.of("b@h")), node("a@h", true), node("b@h", true));
    assertThat(refusals(() -> NodePlans.of(two).remove("b@h")))
        .containsExactly("maps place copies on it ({medic=1}): drain it, or replace it");
    assertThat(refusals(() -> NodePlans.of(two).remove("x@h")))
        .containsExactly("x@h is no member of the cluster");
    ClusterLayout empty =
        layout(medic(List.of("a@h"), List.of("a@h")), node("a@h", true), node("b@h", false));
    assertThat(steps(NodePlans.of(empty).remove("b@h"))).containsExactly("remove-node node=b@h");
    ClusterLayout torn =
        new ClusterLayout(
            empty.nodes(),
            empty.databases(),
            false,
            List.of(
                new LayoutFinding(LayoutFinding.Kind.PARTIAL_JOIN, "", "b@h is half a member")));
    assertThat(refusals(() -> NodePlans.of(torn).remove("b@h")))
        .containsExactly("PARTIAL_JOIN: b@h is half a member");
  }

  @Test
  void theOnlyNodeIsNotRemoved() {
    ClusterLayout one = new ClusterLayout(List.of(node("a@h", true)), List.of());
    assertThat(refusals(() -> NodePlans.of(one).remove("a@h")))
        .containsExactly("a@h is the only member");
  }

  @Test
  void aLostNodeIsRefilledFromSurvivors() {
    ClusterLayout layout =
        layout(
            medic(List.of("a@h", "b@h"), List.of("a@h", "c@h")),
            node("a@h", true),
            node("b@h", false),
            node("c@h", true),
            node("d@h", true));
    Plan plan = NodePlans.of(layout).replace("b@h", "d@h");
    assertThat(steps(plan).subList(0, 2))
        .containsExactly(
            "remove-node lost=true node=b@h", "forget-copies copies=" + LOW + "@b@h db=medic");
    assertThat(plan.steps().get(2).arguments())
        .containsEntry("add", LOW + "@d@h")
        .containsEntry("remove", "");
    assertThat(plan.cost().risk()).isEqualTo(Risk.REDUNDANT);
  }

  @Test
  void whatOnlyTheLostNodeHadIsNamedAndRefused() {
    ClusterLayout layout =
        layout(
            medic(List.of("a@h"), List.of("b@h")),
            node("a@h", true),
            node("b@h", false),
            node("d@h", true));
    assertThat(refusals(() -> NodePlans.of(layout).replace("b@h", "d@h")))
        .containsExactly(
            "medic: gone with the node, for it had the only copy: [80000000-ffffffff]. Bring the node or its files back; to go on without these documents, accept the loss");
    Plan accepted = NodePlans.of(layout).acceptingLoss().replace("b@h", "d@h");
    assertThat(steps(accepted))
        .containsExactly(
            "remove-node lost=true node=b@h",
            "begin-empty copies=" + HIGH + "@b@h db=medic to=d@h");
    assertThat(accepted.cost().risk()).isEqualTo(Risk.DESTRUCTIVE);
    assertThat(accepted.notes()).contains("LOSS: medic begins empty in [80000000-ffffffff]");
  }

  @Test
  void aNodeThatAnswersIsNotLost() {
    ClusterLayout layout =
        layout(
            medic(List.of("a@h", "b@h"), List.of("a@h", "b@h")),
            node("a@h", true),
            node("b@h", true));
    assertThat(refusals(() -> NodePlans.of(layout).replace("b@h", "a@h")))
        .containsExactly(
            "b@h answers: drain it, and remove it then",
            "a@h holds copies of medic of the same ranges: add a fresh node to replace it");
  }

  @Test
  void onlyANodeThatIsStoppedIsRenamed() {
    ClusterLayout moved =
        layout(
            medic(List.of("old@h"), List.of("old@h")), node("old@h", false), node("new@h", true));
    assertThat(steps(NodePlans.of(moved).rename("old@h", "new@h")))
        .containsExactly("rename-node from=old@h to=new@h");
    ClusterLayout both =
        layout(
            medic(List.of("old@h", "new@h"), List.of("old@h")),
            node("old@h", true),
            node("new@h", true));
    assertThat(refusals(() -> NodePlans.of(both).rename("old@h", "new@h")))
        .containsExactly(
            "old@h answers: stop it first; two nodes must not have the same files",
            LOW + " of medic is on both: it is another node, not a new name");
    assertThat(refusals(() -> NodePlans.of(moved).rename("x@h", "y@h")))
        .containsExactly("y@h is no member of the cluster: add it first", "nothing points at x@h");
  }

  @Test
  void maintenanceThatWouldTakeRangesOfflineIsRefused() {
    ClusterLayout single =
        layout(medic(List.of("a@h"), List.of("a@h", "b@h")), node("a@h", true), node("b@h", true));
    assertThat(refusals(() -> NodePlans.of(single).enterMaintenance("a@h")))
        .containsExactly(
            "1 databases have ranges with no other copy in service, which would be offline (medic): drain it, or raise n");
    assertThat(steps(NodePlans.of(single).enterMaintenance("b@h")))
        .containsExactly("set-maintenance mode=true node=b@h");
    ClusterLayout in =
        layout(
            medic(List.of("a@h"), List.of("a@h", "b@h")),
            node("a@h", true),
            new ClusterLayout.Node("b@h", true, true));
    assertThat(steps(NodePlans.of(in).leaveMaintenance("b@h")))
        .containsExactly("catch-up node=b@h", "set-maintenance mode=false node=b@h");
    assertThat(NodePlans.of(in).leaveMaintenance("a@h").isEmpty()).isTrue();
  }

  @Test
  void aHoleIsFilledByTheFileThatIsLeft() {
    DatabaseLayout holed = medic(List.of("a@h"), List.of("a@h"));
    holed = holed.with(holed.ranges().subList(0, 1));
    ClusterLayout layout =
        layout(holed, node("a@h", true), node("b@h", true, "shards/" + HIGH + "/medic.1700000000"));
    assertThat(steps(NodePlans.of(layout).repair()))
        .containsExactly("enter-copies copies=" + HIGH + "@b@h db=medic");
    ClusterLayout wrongSuffix =
        layout(holed, node("a@h", true), node("b@h", true, "shards/" + HIGH + "/medic.1800000000"));
    assertThat(refusals(() -> NodePlans.of(wrongSuffix).repair()))
        .singleElement()
        .asString()
        .startsWith("HOLE: medic: no member has a file for 80000000-ffffffff with the suffix");
  }

  @Test
  void aCopyOnAStrangerIsForgottenWhereAnotherIsGood() {
    ClusterLayout layout = layout(medic(List.of("a@h", "x@h"), List.of("a@h")), node("a@h", true));
    assertThat(steps(NodePlans.of(layout).repair()))
        .containsExactly("forget-copies copies=" + LOW + "@x@h db=medic");
    ClusterLayout alone = layout(medic(List.of("x@h"), List.of("a@h")), node("a@h", true));
    assertThat(refusals(() -> NodePlans.of(alone).repair()))
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
    assertThat(steps(NodePlans.of(more).repair()))
        .containsExactly(
            "merge-ranges db=medic ring=%s@a@h,%s@a@h surplus=40000000-7fffffff@b@h"
                .formatted(LOW, HIGH));
    ClusterLayout parent =
        overlapping(range("00000000-ffffffff", "a@h"), range(LOW, "a@h"), range(HIGH, "b@h"));
    assertThat(steps(NodePlans.of(parent).deletingFiles().repair()))
        .containsExactly(
            "merge-ranges db=medic delete-files=true ring=%s@a@h,%s@b@h surplus=00000000-ffffffff@a@h"
                .formatted(LOW, HIGH));
  }

  @Test
  void rangesThatOverlapWithoutAWholeRingAreExplained() {
    ClusterLayout none = overlapping(range("00000000-8fffffff", "a@h"), range(HIGH, "a@h"));
    assertThat(refusals(() -> NodePlans.of(none).repair()))
        .anySatisfy(reason -> assertThat(reason).contains("make a whole ring"));
    ClusterLayout away =
        overlapping(range("00000000-ffffffff", "a@h"), range(LOW, "a@h"), range(HIGH, "x@h"));
    assertThat(refusals(() -> NodePlans.of(away).repair()))
        .anySatisfy(
            reason -> assertThat(reason).contains(HIGH + " on x@h would go, and cannot be read"));
  }

  @Test
  void splitsOnlyByPowersOfTwo() {
    ClusterLayout layout = layout(medic(List.of("a@h"), List.of("a@h")), node("a@h", true));
    assertThat(steps(ReshardPlans.of(layout).split("medic", 8)))
        .containsExactly("split-shards db=medic q=4", "split-shards db=medic q=8");
    assertThat(ReshardPlans.of(layout).split("medic", 2).isEmpty()).isTrue();
    assertThat(refusals(() -> ReshardPlans.of(layout).split("medic", 6)))
        .containsExactly(
            "q=2 can become 4, 8, …: each round halves every range; for fewer, rebuild");
    assertThat(steps(ReshardPlans.of(layout).rebuild("medic", "medic-q1", 1)))
        .containsExactly(
            "copy-database copy=medic-q1 db=medic n=1 q=1", "prove-copy copy=medic-q1 db=medic");
    assertThat(refusals(() -> ReshardPlans.of(layout).rebuild("medic", "medic", 1)))
        .containsExactly("medic exists already: name another, or delete it");
  }
}
