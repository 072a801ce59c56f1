package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.couchdb.shards.ShardMap;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;
import io.github.chthosting.plan.StepHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans that were cut between steps, or made of a map that is another by now. */
class InterruptedPlansTest extends EmbeddedClusterCase {
  InterruptedPlansTest(@TempDir Path folder) {
    super(folder);
  }

  @Test
  void aJoinThatWasCutIsTakenBack() {
    Plan plan = NodePlanner.of(whole(couch)).add(fresh(), "");
    server.background().pauseMaps();
    try (Journal journal = Journal.in(folder)) {
      StepHandlers hasty =
          ClusterPlans.builder(all).patience(Duration.ofMillis(300)).build().steps();
      assertThatThrownBy(() -> plan.carriedOutBy(hasty).apply(journal).await())
          .hasMessageContaining("is not a member on all nodes yet");
      server.background().resume();
      journal.rollBack(changes(all)).await();
    }
    settle();
    assertThat(Cluster.of(couch).membership().members()).containsExactly(A, B, C);
  }

  @Test
  void aPlanThatWasKilledBetweenStepsGoesOn() {
    fill("medic", 4, 2);
    Plan plan = NodePlanner.of(whole(couch)).add(fresh(), "");
    try (Journal journal = Journal.in(folder)) {
      StepHandlers killed = changes(all).around(handler -> new Killed(handler, AlignNode.class));
      assertThatThrownBy(() -> plan.carriedOutBy(killed).apply(journal).await())
          .hasMessage("killed");
    }
    try (Journal journal = Journal.in(folder)) {
      assertThat(journal.resume(changes(all)).await()).isEqualTo(1);
    }
    whole(all);
  }

  @Test
  void aMapThatWasEditedMeanwhileIsPlannedAgain() {
    fill("medic", 2, 1);
    ShardPlanner plans = ShardPlanner.of(whole(couch)).only(List.of("medic"));
    Plan drain = plans.drain(ShardMap.of(couch.database("medic")).nodes().get(0));
    apply(couch, plans.replicas(2));
    assertThatThrownBy(() -> apply(couch, drain)).isInstanceOf(PlanRefusedException.class);
  }

  @Test
  void aStepThatWasTakenFromTheWrongMapSaysSo() {
    fill("medic", 2, 1);
    String holder = ShardMap.of(couch.database("medic")).nodes().get(0);
    ShardPlanner plans = ShardPlanner.of(whole(couch)).only(List.of("medic"));
    Plan stale = plans.drain(holder);
    Plan first = plans.deletingFiles().drain(holder);
    apply(couch, first);
    assertThatThrownBy(() -> apply(couch, stale))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("observe and plan again");
  }

  /** A process that is killed as it begins a step. */
  private record Killed(StepHandler<Step> handler, Class<?> at) implements StepHandler<Step> {
    @Override
    public void run(Step step, Marks marks, WorkContext context) throws Exception {
      if (at.isInstance(step)) {
        throw new IllegalStateException("killed");
      }
      handler.run(step, marks, context);
    }

    @Override
    public void rollBack(Step step, Marks marks, WorkContext context) throws Exception {
      handler.rollBack(step, marks, context);
    }
  }
}
