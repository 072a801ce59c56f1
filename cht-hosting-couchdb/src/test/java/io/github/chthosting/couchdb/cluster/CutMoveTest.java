package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.couchdb.shards.ShardMap;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.StepHandlers;
import io.github.chthosting.testkit.Fault;
import io.github.chthosting.testkit.InjectedFault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Moves that were cut, and then resumed or taken back. */
class CutMoveTest extends CutPlanCase {
  @Test
  void takenBackHalfwayAndThenResumedItLosesNoRange() {
    KillData data = filled(4, 1);
    Map<String, String> content = data.read(0);
    apply(plans().only(List.of("medic")).placeOn(List.of(A)));
    cutAfter(plans().only(List.of("medic")).placeOn(List.of(B)), "joined");
    // The copies are out of the map and one file is deleted when taking back is cut.
    Fault notDeleted = Fault.on(request -> request.method().equals("DELETE")).status(503);
    try (InjectedFault fault = server.inject(notDeleted.afterFirst(1));
        Journal journal = Journal.in(folder)) {
      assertThatThrownBy(() -> journal.rollBack(changes()).await()).hasMessageContaining("503");
      assertThat(fault.hits()).isPositive();
    }
    resume();
    assertThat(ShardMap.of(couch.database("medic")).nodes()).containsExactly(B);
    assertThat(ShardMap.of(couch.database("medic")).q()).isEqualTo(4);
    idle();
    assertThat(data.read(0)).isEqualTo(content);
    assertThat(ClusterLayout.measured(couch).findings()).isEmpty();
  }

  @Test
  void whatATargetMissedAfterTheProofIsThereBeforeTheSourceLeaves() {
    filled(4, 1);
    apply(plans().only(List.of("medic")).placeOn(List.of(A)));
    cutAfter(plans().only(List.of("medic")).placeOn(List.of(B)), "verified");
    server.background().pauseShards();
    world.kill(B);
    for (int i = 0; i < 40; i++) {
      couch.at(0).database("medic").put("late-" + i, Map.of("n", i));
    }
    world.start(B);
    // Cut when the sources have left the map, before they are swept.
    try (Journal journal = Journal.in(folder)) {
      StepHandlers cut = changes().around(handler -> new CutAfter(handler, "left"));
      assertThatThrownBy(() -> journal.resume(cut).await()).hasMessage("cut");
    }
    for (int i = 0; i < 40; i++) {
      assertThat(couch.at(2).database("medic").find("late-" + i)).as("late-" + i).isPresent();
    }
    server.background().resume();
    resume();
    assertThat(ClusterLayout.measured(couch).findings()).isEmpty();
  }
}
