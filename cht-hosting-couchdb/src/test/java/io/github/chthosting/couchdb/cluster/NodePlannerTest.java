package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.couchdb.internal.shards.MoveShards;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.Risk;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Plans that add, remove, replace or rename a node. */
class NodePlannerTest extends NodePlannerCase {
  @Test
  void aFreshNodeJoinsAndIsMadeEqual() {
    ClusterLayout one = layout(medic(List.of("a@h"), List.of("a@h")), node("a@h", true));
    NodeCandidate fresh = new NodeCandidate("b@h", "3.5.0", List.of("b@h"), List.of());
    assertThat(steps(NodePlanner.of(one).add(fresh, "z1")))
        .containsExactly(new JoinNode("b@h", "z1"), new AlignNode("b@h"));
    assertThat(
            NodePlanner.of(one)
                .add(new NodeCandidate("a@h", "", List.of(), List.of()), "")
                .isEmpty())
        .isTrue();
  }

  @Test
  void aNodeThatIsNotFreshIsRefused() {
    ClusterLayout one = layout(medic(List.of("a@h"), List.of("a@h")), node("a@h", true));
    NodeCandidate used =
        new NodeCandidate("b@h", "3.4.2", List.of("b@h", "c@h"), List.of("_users"));
    assertThat(refusals(() -> NodePlanner.of(one).add(used, "")))
        .containsExactly(
            "b@h runs 3.4.2, the cluster [3.5.0]: install the same version",
            "b@h is in a cluster already: [b@h, c@h]",
            "b@h has databases of its own, whose maps would mix with the cluster's: [_users]. Start it with an empty data folder");
  }

  @Test
  void aNodeIsNotRemovedWhileAMapPointsAtIt() {
    ClusterLayout two =
        layout(medic(List.of("a@h"), List.of("b@h")), node("a@h", true), node("b@h", true));
    assertThat(refusals(() -> NodePlanner.of(two).remove("b@h")))
        .containsExactly("maps place copies on it ({medic=1}): drain it, or replace it");
    assertThat(refusals(() -> NodePlanner.of(two).remove("x@h")))
        .containsExactly("x@h is not a member of the cluster");
    ClusterLayout empty =
        layout(medic(List.of("a@h"), List.of("a@h")), node("a@h", true), node("b@h", false));
    assertThat(steps(NodePlanner.of(empty).remove("b@h")))
        .containsExactly(new RemoveNode("b@h", false));
    ClusterLayout torn =
        new ClusterLayout(
            empty.nodes(),
            empty.databases(),
            false,
            List.of(LayoutProblem.PARTIAL_JOIN.finding("b@h", "is half a member", "wait")));
    assertThat(refusals(() -> NodePlanner.of(torn).remove("b@h")))
        .containsExactly("ERROR b@h: is half a member; wait (cluster.partial-join)");
  }

  @Test
  void theOnlyNodeIsNotRemoved() {
    ClusterLayout one = new ClusterLayout(List.of(node("a@h", true)), List.of());
    assertThat(refusals(() -> NodePlanner.of(one).remove("a@h")))
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
    Plan plan = NodePlanner.of(layout).replace("b@h", "d@h");
    assertThat(steps(plan).subList(0, 2))
        .containsExactly(
            new RemoveNode("b@h", true), new ForgetCopies("medic", copies(LOW, "b@h")));
    assertThat(((MoveShards) plan.steps().get(2).step()).moves())
        .containsExactly(new MoveShards.Move(LOW, "", "d@h", 10));
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
    assertThat(refusals(() -> NodePlanner.of(layout).replace("b@h", "d@h")))
        .containsExactly(
            "medic: gone with the node, because it had the only copy: [80000000-ffffffff]. Bring the node or its files back; to go on without these documents, accept the loss");
    Plan accepted = NodePlanner.of(layout).acceptingLoss().replace("b@h", "d@h");
    assertThat(steps(accepted))
        .containsExactly(
            new RemoveNode("b@h", true), new BeginEmpty("medic", copies(HIGH, "b@h"), "d@h"));
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
    assertThat(refusals(() -> NodePlanner.of(layout).replace("b@h", "a@h")))
        .containsExactly(
            "b@h answers: drain it, and remove it then",
            "a@h holds copies of medic of the same ranges: add a fresh node to replace it");
  }

  @Test
  void onlyANodeThatIsStoppedIsRenamed() {
    ClusterLayout moved =
        layout(
            medic(List.of("old@h"), List.of("old@h")), node("old@h", false), node("new@h", true));
    assertThat(steps(NodePlanner.of(moved).rename("old@h", "new@h")))
        .containsExactly(new RenameNode("old@h", "new@h"));
    ClusterLayout both =
        layout(
            medic(List.of("old@h", "new@h"), List.of("old@h")),
            node("old@h", true),
            node("new@h", true));
    assertThat(refusals(() -> NodePlanner.of(both).rename("old@h", "new@h")))
        .containsExactly(
            "old@h answers: stop it first; two nodes must not have the same files",
            LOW + " of medic is on both: it is another node, not a new name");
    assertThat(refusals(() -> NodePlanner.of(moved).rename("x@h", "y@h")))
        .containsExactly(
            "y@h is not a member of the cluster: add it first", "nothing points at x@h");
  }

  @Test
  void maintenanceThatWouldTakeRangesOfflineIsRefused() {
    ClusterLayout single =
        layout(medic(List.of("a@h"), List.of("a@h", "b@h")), node("a@h", true), node("b@h", true));
    assertThat(refusals(() -> NodePlanner.of(single).enterMaintenance("a@h")))
        .containsExactly(
            "1 databases have ranges with no other copy in service, which would be offline (medic): drain it, or raise n");
    assertThat(steps(NodePlanner.of(single).enterMaintenance("b@h")))
        .containsExactly(new SetMaintenance("b@h", true));
    ClusterLayout in =
        layout(
            medic(List.of("a@h"), List.of("a@h", "b@h")),
            node("a@h", true),
            new ClusterLayout.Node("b@h", true, true));
    assertThat(steps(NodePlanner.of(in).leaveMaintenance("b@h")))
        .containsExactly(new CatchUp("b@h"), new SetMaintenance("b@h", false));
    assertThat(NodePlanner.of(in).leaveMaintenance("a@h").isEmpty()).isTrue();
  }
}
