package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;
import io.github.chthosting.plan.StepHandlers;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** An embedded cluster whose plans are cut in ways in which a killed process or node cuts them. */
abstract class CutPlanCase {
  static final String A = KillWorld.NAMES.get(0);
  static final String B = KillWorld.NAMES.get(1);
  final KillWorld world = KillWorld.embedded();
  final EmbeddedCouchDb server = ((KillWorld.Embedded) world).server();
  final CouchDb couch = world.client();

  @TempDir Path folder;

  @AfterEach
  void stop() {
    couch.close();
    world.close();
  }

  StepHandlers changes() {
    return limits().build().steps();
  }

  ClusterPlans.Builder limits() {
    return ClusterPlans.builder(couch).patience(Duration.ofSeconds(5));
  }

  ShardPlanner plans() {
    return ShardPlanner.of(ClusterLayout.of(couch)).deletingFiles();
  }

  KillData filled(int q, int n) {
    KillData data = KillData.create(couch, "medic", q, n);
    idle();
    return data;
  }

  void idle() {
    try {
      assertThat(server.background().awaitIdle(Duration.ofSeconds(20))).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void apply(Plan plan) {
    try (Journal journal = Journal.in(folder)) {
      plan.carriedOutBy(changes()).apply(journal).await();
    }
  }

  void resume() {
    try (Journal journal = Journal.in(folder)) {
      journal.resume(changes()).await();
    }
  }

  void cutAfter(Plan plan, String phase) {
    try (Journal journal = Journal.in(folder)) {
      StepHandlers cut = changes().around(handler -> new CutAfter(handler, phase));
      assertThatThrownBy(() -> plan.carriedOutBy(cut).apply(journal).await()).hasMessage("cut");
    }
  }

  Plan swap() {
    apply(ReshardPlanner.of(ClusterLayout.of(couch)).rebuild("medic", "copy", 1));
    return ReshardPlanner.of(ClusterLayout.of(couch)).swap("medic", "copy");
  }

  void cutAt(Plan plan, int moment) {
    try (Journal journal = Journal.in(folder)) {
      assertThatThrownBy(
              () ->
                  plan.carriedOutBy(CutMoments.at(changes(), moment).handlers())
                      .apply(journal)
                      .await())
          .isInstanceOf(CutMoments.Cut.class);
    }
  }

  void applyApart(Plan plan) {
    try (Journal journal = Journal.in(folder.resolve("apart"))) {
      plan.carriedOutBy(changes()).apply(journal).await();
    }
  }

  NodePlanner nodes() {
    return NodePlanner.of(ClusterLayout.of(couch));
  }

  Plan onB() {
    return plans().only(List.of("medic")).placeOn(List.of(B));
  }

  List<JsonNode> jobs() {
    List<JsonNode> jobs = new ArrayList<>();
    couch.request("GET", "_reshard", "jobs").json().path("jobs").forEach(jobs::add);
    return jobs;
  }

  /** Ends a run behind the mark of a phase, as a killed process would. */
  record CutAfter(StepHandler<Step> handler, String phase) implements StepHandler<Step> {
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
  record CutMarks(Marks marks, String phase) implements Marks {
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
