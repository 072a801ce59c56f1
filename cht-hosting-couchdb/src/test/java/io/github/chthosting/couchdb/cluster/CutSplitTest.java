package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.shards.ShardMap;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Splits of ranges that were cut, or whose jobs fail. */
class CutSplitTest extends CutPlanCase {
  @Test
  void aCopyThatGotNoJobIsSplitWhenItIsResumed() {
    KillData data = filled(2, 2);
    Map<String, String> content = data.read(0);
    Plan plan = ReshardPlanner.of(ClusterLayout.of(couch)).split("medic", 4);
    String down = ShardMap.of(couch.database("medic")).nodes().get(1);
    world.kill(down);
    try (Journal journal = Journal.in(folder)) {
      assertThatThrownBy(() -> plan.carriedOutBy(changes()).apply(journal).await())
          .hasMessageContaining("resume");
    }
    world.start(down);
    try (Journal journal = Journal.in(folder)) {
      journal.resume(limits().splitting(Duration.ofSeconds(20)).build().steps()).await();
    }
    assertThat(ShardMap.of(couch.database("medic")).q()).isEqualTo(4);
    idle();
    assertThat(data.read(0)).isEqualTo(content);
  }

  @ParameterizedTest
  @ValueSource(strings = {"initial_copy", "update_shardmap", "wait_source_close", "topoff3"})
  void aSplitThatFailedGoesOnFromThere(String state) {
    KillData data = filled(2, 2);
    Map<String, String> content = data.read(0);
    server.background().failReshards(state, 3);
    Plan plan = ReshardPlanner.of(ClusterLayout.of(couch)).split("medic", 4);
    try (Journal journal = Journal.in(folder)) {
      plan.carriedOutBy(changes()).apply(journal).await();
    }
    assertThat(ShardMap.of(couch.database("medic")).q()).isEqualTo(4);
    idle();
    assertThat(data.read(0)).isEqualTo(content);
    assertThat(jobs()).isEmpty();
  }

  /** CouchDB 3.5.0 cannot go on when the map was changed and the job does not know. */
  @Test
  void aSplitThatDoesNotKnowThatTheMapWasChangedIsFinished() {
    KillData data = filled(2, 1);
    Map<String, String> content = data.read(0);
    server.background().failReshards("after update_shardmap", 1);
    server.background().failReshards("topoff2", 1);
    Plan plan = ReshardPlanner.of(ClusterLayout.of(couch)).split("medic", 4);
    KillLoad load = new KillLoad(couch, "medic").start(1);
    try (load;
        Journal journal = Journal.in(folder)) {
      plan.carriedOutBy(changes()).apply(journal).await();
    }
    assertThat(KillLoad.lost(couch, "medic", load.acknowledged)).isEmpty();
    assertThat(ShardMap.of(couch.database("medic")).q()).isEqualTo(4);
    assertThat(data.read(0)).isEqualTo(content);
    assertThat(jobs()).isEmpty();
  }

  @Test
  void aSplitThatFailsAgainAndAgainIsNotDeleted() {
    KillData data = filled(2, 1);
    Map<String, String> content = data.read(0);
    server.background().failReshards("topoff3", 100);
    Plan plan = ReshardPlanner.of(ClusterLayout.of(couch)).split("medic", 4);
    try (Journal journal = Journal.in(folder)) {
      assertThatThrownBy(() -> plan.carriedOutBy(changes()).apply(journal).await())
          .isInstanceOf(VerificationFailedException.class)
          .hasMessageContaining("failed in topoff3 failed again and again: told to fail in topoff3")
          .hasMessageContaining("do not delete the job");
      assertThatThrownBy(() -> journal.rollBack(changes()).await())
          .isInstanceOf(PlanRefusedException.class)
          .hasMessageContaining("resume instead");
      server.background().failReshards("topoff3", 0);
      journal.resume(changes()).await();
    }
    idle();
    assertThat(data.read(0)).isEqualTo(content);
    assertThat(jobs()).isEmpty();
  }

  @Test
  void aSplitIsTakenBackBeforeTheMapIsChanged() {
    KillData data = filled(2, 1);
    Map<String, String> content = data.read(0);
    ShardMap before = Cluster.of(couch).shards("medic");
    server.background().failReshards("topoff2", 100);
    Plan plan = ReshardPlanner.of(ClusterLayout.of(couch)).split("medic", 4);
    try (Journal journal = Journal.in(folder)) {
      assertThatThrownBy(() -> plan.carriedOutBy(changes()).apply(journal).await())
          .isInstanceOf(VerificationFailedException.class);
      journal.rollBack(changes()).await();
    }
    assertThat(jobs()).isEmpty();
    assertThat(Cluster.of(couch).shards("medic")).isEqualTo(before);
    assertThat(data.read(0)).isEqualTo(content);
  }
}
