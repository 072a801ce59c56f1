package io.github.chthosting.couchdb.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.Credentials;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.PlannedStep;
import io.github.chthosting.plan.Step;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StandbyPlannerTest {

  private static List<Step> steps(Plan plan) {
    return plan.steps().stream().map(PlannedStep::step).toList();
  }

  private static StandbyReport.Kept kept(String name, Optional<Duration> lag) {
    JobPace pace = new JobPace(0, 0, OptionalLong.empty(), lag, Optional.empty());
    return new StandbyReport.Kept(name, Optional.of(JobState.RUNNING), Optional.of(pace));
  }

  @Test
  void startsWhatIsMissingAndCancelsWhatIsGone() {
    assertThat(steps(StandbyPlanner.sync(Set.of("c", "a", "b"), Set.of("b", "old"))))
        .containsExactly(new StartJob("a"), new StartJob("c"), new CancelJob("old"));
    assertThat(StandbyPlanner.sync(Set.of("a"), Set.of("a")).isEmpty()).isTrue();
  }

  @Test
  void refusesToSwitchWhileAnythingWouldStayBehind() {
    assertThatThrownBy(() -> StandbyPlanner.switchOver(Set.of("a", "new"), Set.of("a", "old")))
        .isExactlyInstanceOf(PlanRefusedException.class)
        .hasMessageContaining(
            "new has no job and would stay behind; old is gone from the primary; apply planSync() first");
  }

  @Test
  void comparesEverythingBeforeItCancelsAnything() {
    assertThat(steps(StandbyPlanner.switchOver(List.of("a", "b"), List.of("b", "a"))))
        .containsExactly(
            new AwaitCaughtUp("a"),
            new AwaitCaughtUp("b"),
            new CopyUncarried("a"),
            new CopyUncarried("b"),
            new CompareSides("a"),
            new CompareSides("b"),
            new CancelJob("a"),
            new CancelJob("b"));
  }

  @Test
  void saysBeforeAFailoverWhatMayBeMissing() {
    StandbyReport report =
        new StandbyReport(
            List.of(
                kept("a", Optional.of(Duration.ofSeconds(4))),
                kept("b", Optional.of(Duration.ZERO))),
            List.of());
    Plan plan = StandbyPlanner.failover(report, Set.of("a", "b"));
    assertThat(steps(plan))
        .containsExactly(
            new CompareCopies("a"), new CompareCopies("b"), new CancelJob("a"), new CancelJob("b"));
    assertThat(plan.notes())
        .contains(
            "what the primary took and had not sent is missing: up to 4 s",
            "a: behind by 4 s when last seen",
            "b: behind by 0 s when last seen");
  }

  @Test
  void knowsNoRecoveryPointWhereOneDatabaseIsNotKnown() {
    StandbyReport.Kept none = new StandbyReport.Kept("c", Optional.empty(), Optional.empty());
    StandbyReport report =
        new StandbyReport(List.of(kept("a", Optional.of(Duration.ofSeconds(4))), none), List.of());
    assertThat(report.rpo()).isEmpty();
    assertThat(report.unkept()).containsExactly("c");
    assertThat(StandbyPlanner.failover(report, Set.of("a")).notes())
        .contains(
            "what the primary took and had not sent is missing: not known",
            "c: has no job, and may be missing altogether");
  }

  @Test
  void takesTheWorstDatabaseForTheRecoveryPoint() {
    StandbyReport report =
        new StandbyReport(
            List.of(
                kept("a", Optional.of(Duration.ofSeconds(4))),
                kept("b", Optional.of(Duration.ofSeconds(9)))),
            List.of());
    assertThat(report.rpo()).hasValue(Duration.ofSeconds(9));
    assertThat(new StandbyReport(List.of(), List.of()).rpo()).hasValue(Duration.ZERO);
  }

  @Test
  void needsToKnowWhereTheReplicatorReachesBothSides() {
    try (CouchDb couch = CouchDb.builder(URI.create("http://127.0.0.1:1")).build()) {
      Standby.Builder builder =
          Standby.builder(Replicator.of(couch), couch, couch)
              .primaryAt(URI.create("http://a"), Credentials.anonymous());
      assertThatIllegalArgumentException()
          .isThrownBy(builder::build)
          .withMessage(
              "set the addresses at which the replicator reaches both sides: primaryAt(…) and standbyAt(…)");
    }
  }
}
