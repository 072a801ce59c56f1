package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.couchdb.shards.ShardMap;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Cost;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;
import io.github.chthosting.plan.StepHandlers;
import io.github.chthosting.plan.StepName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans carried out by the object that made them. */
class ClusterPlansTest extends EmbeddedClusterCase {
  ClusterPlansTest(@TempDir Path folder) {
    super(folder);
  }

  @Test
  void plansOfEachKindAreAppliedWithNothingButAJournal() {
    fill("medic", 2, 1);
    String holder = ShardMap.of(couch.database("medic")).nodes().get(0);
    ClusterPlans plans = Cluster.of(couch).plans();
    try (Journal journal = Journal.in(folder)) {
      plans.shards().only(List.of("medic")).drain(holder).apply(journal).await();
      assertThat(ShardMap.of(couch.database("medic")).nodes()).doesNotContain(holder);
      plans.nodes().zone(A, "z1").apply(journal).await();
      assertThat(ClusterLayout.of(couch).node(A).orElseThrow().zone()).isEqualTo("z1");
      plans.ranges().split("medic", 4).apply(journal).await();
      assertThat(ShardMap.of(couch.database("medic")).q()).isEqualTo(4);
    }
    assertThat(documents(couch, "medic")).isEqualTo(200);
  }

  @Test
  void aPlanTellsEachMoveWithItsSize() {
    fill("medic", 1, 1);
    String holder = ShardMap.of(couch.database("medic")).nodes().get(0);
    Plan plan = Cluster.of(couch).plans().shards().only(List.of("medic")).drain(holder);
    assertThat(plan.toString().lines().skip(1).limit(2))
        .satisfiesExactly(
            step -> assertThat(step).startsWith("   1. move medic: 1 range  ["),
            move ->
                assertThat(move)
                    .matches(" {6}00000000-ffffffff: " + holder + " -> \\S+  \\([0-9.]+ kB\\)"));
  }

  @Test
  void theSameMovesHaveTheSameIdWhateverTheirSize() {
    fill("medic", 1, 1);
    String holder = ShardMap.of(couch.database("medic")).nodes().get(0);
    ClusterPlans plans = Cluster.of(couch).plans();
    String before = plans.shards().only(List.of("medic")).drain(holder).id();
    couch.database("medic").put("more", Map.of("text", "x".repeat(100_000)));
    settle();
    assertThat(plans.shards().only(List.of("medic")).drain(holder).id()).isEqualTo(before);
  }

  @Test
  void whatWasCutIsResumedOrTakenBackByThem() {
    ClusterPlans hasty = ClusterPlans.builder(all).patience(Duration.ofMillis(300)).build();
    Plan add = hasty.nodes(whole(couch)).add(fresh(), "");
    server.background().pauseMaps();
    try (Journal journal = Journal.in(folder)) {
      assertThatThrownBy(() -> add.apply(journal).await())
          .hasMessageContaining("is not a member on all nodes yet");
      server.background().resume();
      ClusterPlans patient = Cluster.of(all).plans();
      assertThat(patient.resume(journal).await()).isEqualTo(2);
      assertThat(patient.resume(journal).await()).isZero();
      assertThat(patient.rollBack(journal).await()).isFalse();
    }
    assertThat(Cluster.of(all).membership().members()).containsExactly(A, B, C, D);
  }

  @StepName("bake-bread")
  private record BakeBread(String flour) implements Step {
    @Override
    public String describe() {
      return "bake bread of " + flour;
    }
  }

  private static final class Never implements StepHandler<BakeBread> {
    @Override
    public void run(BakeBread step, Marks marks, WorkContext context) {
      throw new IllegalStateException("no oven");
    }

    @Override
    public void rollBack(BakeBread step, Marks marks, WorkContext context) {
      throw new IllegalStateException("no oven");
    }
  }

  @Test
  void aPlanOfSomethingElseIsNotGoneOnWith() {
    StepHandlers baker = StepHandlers.builder().add(BakeBread.class, new Never()).build();
    Plan bread = new Plan("bread", List.of(new BakeBread("rye").costing(Cost.FREE)));
    ClusterPlans plans = Cluster.of(couch).plans();
    try (Journal journal = Journal.in(folder)) {
      assertThatThrownBy(() -> bread.carriedOutBy(plans.steps()).apply(journal))
          .isInstanceOf(PlanRefusedException.class)
          .hasMessageContaining("bake-bread");
      assertThat(journal.unfinished()).isEmpty();
      assertThatThrownBy(() -> bread.carriedOutBy(baker).apply(journal).await())
          .hasMessage("no oven");
      assertThatThrownBy(() -> plans.resume(journal))
          .isInstanceOf(PlanRefusedException.class)
          .hasMessageContaining("bake-bread");
      assertThatThrownBy(() -> plans.nodes().zone(A, "z1").apply(journal))
          .isInstanceOf(PlanRefusedException.class)
          .hasMessageContaining("unfinished plan");
    }
    assertThat(ClusterLayout.of(couch).node(A).orElseThrow().zone()).isEmpty();
  }
}
