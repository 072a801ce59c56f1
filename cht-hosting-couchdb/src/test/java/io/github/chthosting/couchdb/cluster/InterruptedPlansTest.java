package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.platform.Journal;
import io.github.chthosting.platform.Marks;
import io.github.chthosting.platform.Plan;
import io.github.chthosting.platform.PlanRefusedException;
import io.github.chthosting.platform.Step;
import io.github.chthosting.platform.StepRunner;
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
    Plan plan = NodePlans.of(whole(couch)).add(fresh(), "");
    server.background().pauseMaps();
    try (Journal journal = Journal.in(folder)) {
      ClusterChanges hasty = ClusterChanges.on(all).patience(Duration.ofMillis(300));
      assertThatThrownBy(() -> plan.apply(journal, hasty).await())
          .hasMessageContaining("is no member on all nodes yet");
      server.background().resume();
      journal.rollBack(changes(all)).await();
    }
    settle();
    assertThat(couch.cluster().membership().members()).containsExactly(A, B, C);
  }

  @Test
  void aPlanThatWasKilledBetweenStepsGoesOn() {
    fill("medic", 4, 2);
    Plan plan = NodePlans.of(whole(couch)).add(fresh(), "");
    try (Journal journal = Journal.in(folder)) {
      StepRunner killed = new Killed(changes(all), NodePlans.ALIGN);
      assertThatThrownBy(() -> plan.apply(journal, killed).await()).hasMessage("killed");
    }
    try (Journal journal = Journal.in(folder)) {
      assertThat(journal.resume(changes(all)).await()).isEqualTo(1);
    }
    whole(all);
  }

  @Test
  void aMapThatWasEditedMeanwhileIsPlannedAgain() {
    fill("medic", 2, 1);
    ShardPlans plans = ShardPlans.of(whole(couch)).only(List.of("medic"));
    Plan drain = plans.drain(couch.database("medic").shards().nodes().get(0));
    apply(couch, plans.replicas(2));
    assertThatThrownBy(() -> apply(couch, drain)).isInstanceOf(PlanRefusedException.class);
  }

  @Test
  void aStepThatWasTakenFromTheWrongMapSaysSo() {
    fill("medic", 2, 1);
    String holder = couch.database("medic").shards().nodes().get(0);
    ShardPlans plans = ShardPlans.of(whole(couch)).only(List.of("medic"));
    Plan first = plans.deletingFiles().drain(holder);
    Plan stale = plans.drain(holder);
    apply(couch, first);
    assertThatThrownBy(() -> apply(couch, stale))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("observe and plan again");
  }

  /** A process that is killed as it begins a step. */
  private record Killed(StepRunner runner, String action) implements StepRunner {
    @Override
    public void run(Step step, Marks marks, WorkContext context) throws Exception {
      if (step.action().equals(action)) {
        throw new IllegalStateException("killed");
      }
      runner.run(step, marks, context);
    }

    @Override
    public void rollBack(Step step, Marks marks, WorkContext context) throws Exception {
      runner.rollBack(step, marks, context);
    }
  }
}
