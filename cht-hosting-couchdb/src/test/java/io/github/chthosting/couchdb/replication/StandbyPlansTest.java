package io.github.chthosting.couchdb.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.Credentials;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.platform.Plan;
import io.github.chthosting.platform.PlanRefusedException;
import io.github.chthosting.platform.Step;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StandbyPlansTest {

  private static List<String> steps(Plan plan) {
    return plan.steps().stream().map(Step::toString).toList();
  }

  private static StandbyReport.Kept kept(String name, Optional<Duration> lag) {
    JobPace pace = new JobPace(0, 0, OptionalLong.empty(), lag, Optional.empty());
    return new StandbyReport.Kept(name, Optional.of(JobState.RUNNING), Optional.of(pace));
  }

  @Test
  void startsWhatIsMissingAndCancelsWhatIsGone() {
    assertThat(steps(StandbyPlans.sync(Set.of("c", "a", "b"), Set.of("b", "old"))))
        .containsExactly("start-job db=a", "start-job db=c", "cancel-job db=old");
    assertThat(StandbyPlans.sync(Set.of("a"), Set.of("a")).isEmpty()).isTrue();
  }

  @Test
  void refusesToSwitchWhileAnythingWouldStayBehind() {
    assertThatThrownBy(() -> StandbyPlans.switchOver(Set.of("a", "new"), Set.of("a", "old")))
        .isExactlyInstanceOf(PlanRefusedException.class)
        .hasMessageContaining(
            "new has no job and would stay behind; old is gone from the primary; apply planSync() first");
  }

  @Test
  void comparesEverythingBeforeItCancelsAnything() {
    assertThat(steps(StandbyPlans.switchOver(List.of("a", "b"), List.of("b", "a"))))
        .containsExactly(
            "await-caught-up db=a",
            "await-caught-up db=b",
            "copy-uncarried db=a",
            "copy-uncarried db=b",
            "compare db=a",
            "compare db=b",
            "cancel-job db=a",
            "cancel-job db=b");
  }

  @Test
  void saysBeforeAFailoverWhatMayBeMissing() {
    StandbyReport report =
        new StandbyReport(
            List.of(
                kept("a", Optional.of(Duration.ofSeconds(4))),
                kept("b", Optional.of(Duration.ZERO))),
            List.of());
    Plan plan = StandbyPlans.failover(report, Set.of("a", "b"));
    assertThat(steps(plan)).containsExactly("cancel-job db=a", "cancel-job db=b");
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
    assertThat(StandbyPlans.failover(report, Set.of("a")).notes())
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
              "say where the replicator reaches both sides: primaryAt(…) and standbyAt(…)");
    }
  }
}
