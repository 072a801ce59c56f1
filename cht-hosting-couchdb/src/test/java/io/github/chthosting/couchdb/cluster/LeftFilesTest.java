package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.couchdb.internal.shards.Placement;
import io.github.chthosting.couchdb.shards.ShardMap;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.Risk;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that a cut move has left, while other plans are at work. */
class LeftFilesTest extends CutPlanCase {
  /** Killed before it deletes the files that are left; another plan moves all back. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void whatAnotherPlanMovedBackIsNotDeletedWhenTheFirstIsResumed(int q) {
    KillData data = filled(q, 1);
    Map<String, String> content = data.read(0);
    Plan onA = plans().only(List.of("medic")).placeOn(List.of(A));
    if (!onA.isEmpty()) {
      apply(onA);
    }
    cutAfter(onB(), "unguarded");
    applyApart(nodes().cleanUp());
    applyApart(plans().only(List.of("medic")).placeOn(List.of(A)));

    assertThatThrownBy(this::resume)
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("somebody else changed it. Give this plan up");

    assertThat(data.read(0)).isEqualTo(content);
    try (Journal journal = Journal.in(folder)) {
      journal.rollBack(changes()).await();
      assertThat(journal.unfinished()).isEmpty();
    }
    assertThat(ShardMap.of(couch.database("medic")).nodes()).containsExactly(A);
    assertThat(data.read(0)).isEqualTo(content);
    assertThat(ClusterLayout.measured(couch).findings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"filled", "joined", "verified"})
  void aCleanUpDoesNotDeleteWhatAMoveFills(String phase) {
    KillData data = filled(2, 1);
    Map<String, String> content = data.read(0);
    apply(plans().only(List.of("medic")).placeOn(List.of(A)));
    cutAfter(onB(), phase);
    SweepFiles sweep =
        new SweepFiles(
            "medic",
            ShardMap.of(couch.database("medic")).shards().stream()
                .map(shard -> new Placement(shard.range().toString(), B))
                .toList(),
            false);

    assertThat(nodes().cleanUp().isEmpty()).isTrue();
    Plan old = new Plan("clean-up", List.of(sweep.costing(NodePlanner.cost(1, Risk.REDUNDANT))));
    assertThatThrownBy(() -> applyApart(old))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("It was not deleted");

    resume();
    assertThat(ShardMap.of(couch.database("medic")).nodes()).containsExactly(B);
    assertThat(data.read(0)).isEqualTo(content);
    assertThat(ClusterLayout.measured(couch).findings()).isEmpty();
  }

  @Test
  void filesOfAPlanWhoseJournalIsLostCanGo() {
    KillData data = filled(2, 1);
    Map<String, String> content = data.read(0);
    apply(plans().only(List.of("medic")).placeOn(List.of(A)));
    cutAfter(onB(), "filled");
    assertThat(ClusterLayout.of(couch).findings())
        .isNotEmpty()
        .allMatch(finding -> finding.is(LayoutProblem.IN_PLAN));

    applyApart(nodes().forgettingPlans().cleanUp());

    assertThat(ClusterLayout.measured(couch).findings()).isEmpty();
    assertThat(data.read(0)).isEqualTo(content);
  }
}
