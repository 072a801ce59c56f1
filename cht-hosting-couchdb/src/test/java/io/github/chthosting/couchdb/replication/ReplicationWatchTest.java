package io.github.chthosting.couchdb.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.chthosting.couchdb.replication.ReplicationWatch.Reading;
import io.github.chthosting.plan.Finding;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplicationWatchTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final io.github.chthosting.couchdb.CouchDb couch =
      io.github.chthosting.couchdb.CouchDb.builder(URI.create("http://127.0.0.1:1")).build();
  private final ReplicationWatch watch =
      ReplicationWatch.of(Replicator.of(couch), Duration.ofSeconds(60));

  @AfterEach
  void close() {
    couch.close();
  }

  private Reading look(int second, long carried, long pending) {
    return look(second, carried, OptionalLong.of(pending));
  }

  private Reading look(int second, long carried, OptionalLong pending) {
    JobCounts counts =
        new JobCounts(carried, carried, carried, carried, 0, pending, carried + "-opaque", "0");
    JobStatus job =
        new JobStatus(
            "j",
            Optional.of("a+continuous"),
            JobState.RUNNING,
            "http://a/x/",
            "http://b/x/",
            Optional.of("n1"),
            Optional.empty(),
            Optional.empty(),
            0,
            Optional.empty(),
            counts,
            List.of(),
            true,
            1,
            1);
    return watch.add(new ReplicatorStatus(NOON.plusSeconds(second), "_replicator", List.of(job)));
  }

  private static JobPace pace(Reading reading) {
    JobPace pace = reading.paces().get("j");
    assertThat(pace).isNotNull();
    return pace;
  }

  @Test
  void knowsNoPaceFromOneLook() {
    JobPace pace = pace(look(0, 100, 50));
    assertThat(pace.documentsPerSecond()).isZero();
    assertThat(pace.lagChanges()).hasValue(50);
    assertThat(pace.lag()).isEmpty();
    assertThat(pace.toCatchUp()).isEmpty();
  }

  @Test
  void measuresPaceOverTheLastMinute() {
    look(0, 0, 1000);
    look(60, 100, 900);
    JobPace pace = pace(look(120, 400, 600));
    assertThat(pace.documentsPerSecond()).isCloseTo(5, within(1e-9));
    assertThat(pace.changesPerSecond()).isCloseTo(5, within(1e-9));
    assertThat(pace.toCatchUp()).hasValue(Duration.ofMinutes(2));
  }

  @Test
  void measuresLagByWhenTheSourceHadNoMoreThanIsCarriedNow() {
    look(0, 100, 0);
    look(10, 100, 40);
    look(20, 120, 80);
    assertThat(pace(look(30, 150, 90)).lag()).hasValue(Duration.ofSeconds(20));
    assertThat(pace(look(40, 240, 0)).lag()).hasValue(Duration.ZERO);
  }

  @Test
  void doesNotGuessWhereCouchDbDoesNotKnow() {
    look(0, 100, 0);
    JobPace pace = pace(look(10, 120, OptionalLong.empty()));
    assertThat(pace.lag()).isEmpty();
    assertThat(pace.lagChanges()).isEmpty();
    assertThat(pace.changesPerSecond()).isCloseTo(2, within(1e-9));
  }

  @Test
  void findsAJobThatStandsStillWithWorkToDo() {
    look(0, 100, 50);
    assertThat(look(59, 100, 50).findings()).isEmpty();
    assertThat(look(60, 100, 50).findings())
        .extracting(Finding::code)
        .containsExactly(ReplicationProblem.STALLED.code());
    assertThat(look(70, 101, 50).findings()).isEmpty();
  }

  @Test
  void leavesAJobInPeaceThatHasNothingToDo() {
    look(0, 100, 0);
    look(600, 100, 0);
    assertThat(look(601, 100, 3).findings()).isEmpty();
    assertThat(look(661, 100, 3).findings()).hasSize(1);
  }

  @Test
  void countsFromNothingAfterARestart() {
    look(0, 500, 0);
    assertThat(pace(look(10, 3, 497)).documentsPerSecond()).isZero();
  }

  @Test
  void readsTheNumberOfASequence() {
    assertThat(JobTrack.number("113-g1AAAA")).isEqualTo(113);
    assertThat(JobTrack.number("7")).isEqualTo(7);
    assertThat(JobTrack.number("")).isZero();
    assertThat(JobTrack.number("now")).isZero();
  }
}
