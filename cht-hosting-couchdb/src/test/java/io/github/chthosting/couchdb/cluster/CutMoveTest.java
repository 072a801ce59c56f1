package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.UnfinishedWork;
import io.github.chthosting.couchdb.internal.shards.Placement;
import io.github.chthosting.couchdb.replication.ClientReplication;
import io.github.chthosting.couchdb.server.UnfinishedException;
import io.github.chthosting.couchdb.shards.ShardMap;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.Risk;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;
import io.github.chthosting.plan.StepHandlers;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import io.github.chthosting.testkit.Fault;
import io.github.chthosting.testkit.InjectedFault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Moves and splits that were cut in ways in which a killed process or node cuts them. */
class CutMoveTest {
  private static final String A = KillWorld.NAMES.get(0);
  private static final String B = KillWorld.NAMES.get(1);

  private final KillWorld world = KillWorld.embedded();
  private final EmbeddedCouchDb server = ((KillWorld.Embedded) world).server();
  private final CouchDb couch = world.client();
  private final Path folder;

  CutMoveTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @AfterEach
  void stop() {
    couch.close();
    world.close();
  }

  private StepHandlers changes() {
    return limits().build().steps();
  }

  private ClusterPlans.Builder limits() {
    return ClusterPlans.builder(couch).patience(Duration.ofSeconds(5));
  }

  private ShardPlanner plans() {
    return ShardPlanner.of(ClusterLayout.of(couch)).deletingFiles();
  }

  private KillData filled(int q, int n) {
    KillData data = KillData.create(couch, "medic", q, n);
    idle();
    return data;
  }

  private void idle() {
    try {
      assertThat(server.background().awaitIdle(Duration.ofSeconds(20))).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void apply(Plan plan) {
    try (Journal journal = Journal.in(folder)) {
      plan.carriedOutBy(changes()).apply(journal).await();
    }
  }

  private void resume() {
    try (Journal journal = Journal.in(folder)) {
      journal.resume(changes()).await();
    }
  }

  private void cutAfter(Plan plan, String phase) {
    try (Journal journal = Journal.in(folder)) {
      StepHandlers cut = changes().around(handler -> new CutAfter(handler, phase));
      assertThatThrownBy(() -> plan.carriedOutBy(cut).apply(journal).await()).hasMessage("cut");
    }
  }

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

  private Plan swap() {
    apply(ReshardPlanner.of(ClusterLayout.of(couch)).rebuild("medic", "copy", 1));
    return ReshardPlanner.of(ClusterLayout.of(couch)).swap("medic", "copy");
  }

  private void cutAt(Plan plan, int moment) {
    try (Journal journal = Journal.in(folder)) {
      assertThatThrownBy(
              () ->
                  plan.carriedOutBy(CutMoments.at(changes(), moment).handlers())
                      .apply(journal)
                      .await())
          .isInstanceOf(CutMoments.Cut.class);
    }
  }

  @Test
  void whatIsWrittenBeforeASwapGoesOnIsNotDeleted() {
    KillData data = filled(2, 1);
    Map<String, String> content = data.read(0);
    cutAt(swap(), 0);
    couch.database("medic").put("written-since", Map.of("n", 1));
    resume();
    assertThat(ShardMap.of(couch.database("medic")).q()).isEqualTo(1);
    assertThat(couch.database("medic").find("written-since")).isPresent();
    assertThat(data.read(0)).isEqualTo(content);
  }

  @Test
  void aDatabaseThatWasMadeAnewWhileItWasSwappedIsLeftAlone() {
    KillData data = filled(2, 1);
    Map<String, String> content = data.read(0);
    // Deleted, and not written down.
    cutAt(swap(), 3);
    assertThat(couch.database("medic").exists()).isFalse();
    KillLoad.pause(1100);
    couch.database("medic").create();
    couch.database("medic").put("of-a-client", Map.of("n", 1));
    assertThatThrownBy(this::resume)
        .isInstanceOf(VerificationFailedException.class)
        .hasMessageContaining("somebody has created it again, with 1 documents");
    assertThat(couch.database("medic").find("of-a-client")).isPresent();
    couch.database("medic").delete();
    resume();
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

  private void applyApart(Plan plan) {
    try (Journal journal = Journal.in(folder.resolve("apart"))) {
      plan.carriedOutBy(changes()).apply(journal).await();
    }
  }

  private NodePlanner nodes() {
    return NodePlanner.of(ClusterLayout.of(couch));
  }

  private Plan onB() {
    return plans().only(List.of("medic")).placeOn(List.of(B));
  }

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

  @Test
  void aCopyThatWasTakenIntoUseIsNotDeletedWhenARebuildIsTakenBack() {
    filled(2, 1);
    Plan rebuild = ReshardPlanner.of(ClusterLayout.of(couch)).rebuild("medic", "copy", 1);
    // Everything is copied, and the end of the step is not written down.
    cutAt(rebuild, 3);
    Database copy = couch.database("copy");
    assertThatThrownBy(
            () -> ClientReplication.builder(copy, couch.database("medic")).build().start().await())
        .isInstanceOf(UnfinishedException.class)
        .hasMessageContaining("copy holds unfinished work (copy medic into the new copy");
    assertThat(UnfinishedWork.forget(copy)).isTrue();

    try (Journal journal = Journal.in(folder)) {
      assertThatThrownBy(() -> journal.rollBack(changes()).await())
          .isInstanceOf(PlanRefusedException.class)
          .hasMessageContaining("It was not deleted");
      assertThat(copy.info().documents()).isPositive();
      copy.delete();
      journal.rollBack(changes()).await();
    }
  }

  @Test
  void aRebuiltCopyIsWholeOnceItIsProven() {
    filled(2, 1);
    apply(swap());
    assertThat(UnfinishedWork.in(couch.database("copy"))).isEmpty();
    assertThat(UnfinishedWork.in(couch.database("medic"))).isEmpty();
  }

  private List<JsonNode> jobs() {
    List<JsonNode> jobs = new ArrayList<>();
    couch.request("GET", "_reshard", "jobs").json().path("jobs").forEach(jobs::add);
    return jobs;
  }

  /** Ends a run behind the mark of a phase, as a killed process would. */
  private record CutAfter(StepHandler<Step> handler, String phase) implements StepHandler<Step> {
    @Override
    public void run(Step step, Marks marks, WorkContext context) throws Exception {
      handler.run(step, new CutMarks(marks, phase), context);
    }

    @Override
    public void rollBack(Step step, Marks marks, WorkContext context) throws Exception {
      handler.rollBack(step, marks, context);
    }
  }

  /** Writes down, and ends it at one phase. */
  private record CutMarks(Marks marks, String phase) implements Marks {
    @Override
    public Map<String, String> all() {
      return marks.all();
    }

    @Override
    public void put(String name, String value) {
      marks.put(name, value);
      if (name.equals("phase") && value.equals(phase)) {
        throw new IllegalStateException("cut");
      }
    }
  }
}
