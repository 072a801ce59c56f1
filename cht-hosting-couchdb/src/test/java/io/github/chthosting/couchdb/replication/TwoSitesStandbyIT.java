package io.github.chthosting.couchdb.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.Operation;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.Document;
import io.github.chthosting.couchdb.verification.Verification;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The primary is {@code COUCHDB_URL}; the standby, which pulls, {@code COUCHDB_TARGET_URL}. */
class TwoSitesStandbyIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Site primary = Site.real();
  private final Site other = Site.realTarget();
  private final Replicator replicator = Replicator.of(other.couch);
  private final CuttableLine line = new CuttableLine(server(primary));
  @TempDir private Path folder;

  private static URI server(Site site) {
    return site.endpoint(site.couch.database("x")).url().resolve("/");
  }

  @AfterEach
  void cleanUp() {
    replicator.ids().stream()
        .filter(id -> id.startsWith(JobStandby.PREFIX + primary.job("")))
        .flatMap(id -> replicator.find(id).stream())
        .forEach(ReplicationJob::cancel);
    line.close();
    other.close();
    primary.close();
  }

  private Standby standby() {
    Endpoint here = primary.endpoint(primary.couch.database("x"));
    Endpoint there = other.endpoint(other.couch.database("x"));
    return Standby.builder(replicator, primary.couch, other.couch)
        .primaryAt(line.uri(""), here.credentials())
        .standbyAt(server(other), there.credentials())
        .databases(name -> name.startsWith(primary.job("s-")))
        .named(name -> other.job("") + name)
        .created(DatabaseOptions.defaults().q(2).n(1))
        .patience(LIMIT)
        .build();
  }

  private Database copy(Database database) {
    return other.named(database.name());
  }

  private static StandbyReport await(
      LinkedBlockingQueue<StandbyReport> reports, Predicate<StandbyReport> wanted) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < deadline) {
      try {
        StandbyReport report = reports.poll(10, TimeUnit.SECONDS);
        if (report != null && wanted.test(report)) {
          return report;
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    throw new AssertionError("no such report came");
  }

  @Test
  void followsDatabasesAsTheyAppearAndSwitches() {
    Database first = primary.create("s-one");
    HardData.fill(first);
    first.put("_local/note", Map.of("kept", "here"));
    Standby standby = standby();
    LinkedBlockingQueue<StandbyReport> reports = new LinkedBlockingQueue<>();
    try (Journal journal = Journal.in(folder.resolve("follow"))) {
      Operation<Void> following = standby.follow(journal, Duration.ofSeconds(1), reports::add);
      await(reports, report -> report.databases().size() == 1 && report.unkept().isEmpty());
      Database second = primary.create("s-two");
      Site.fill(second, 0, 20);
      StandbyReport both =
          await(reports, report -> report.databases().size() == 2 && report.unkept().isEmpty());
      assertThat(both.toString()).contains(second.name());
      await(
          reports,
          report ->
              report.rpo().filter(age -> age.compareTo(Duration.ofSeconds(60)) < 0).isPresent());
      following.cancel();
      assertThatThrownBy(following::await).isNotNull();
      assertThat(following.isDone()).isTrue();
      assertThat(standby.report().unkept()).as("the jobs go on").isEmpty();
      switchOver(standby, first, second);
    }
  }

  private void switchOver(Standby standby, Database first, Database second) {
    Database third = primary.create("s-three");
    assertThatThrownBy(standby::planSwitch)
        .isExactlyInstanceOf(PlanRefusedException.class)
        .hasMessageContaining(third.name() + " has no job and would stay behind");
    third.delete();
    apply(standby.planSwitch(), "switch");
    assertThat(Verification.between(first, copy(first)).start().await(LIMIT).isSame()).isTrue();
    assertThat(Verification.between(second, copy(second)).start().await(LIMIT).isSame()).isTrue();
    assertThat(replicator.ids()).noneMatch(id -> id.contains(primary.job("s-")));
  }

  private void apply(Plan plan, String name) {
    try (Journal journal = Journal.in(folder.resolve(name))) {
      plan.apply(journal).await(LIMIT);
    }
  }

  @Test
  void aSwitchWithADifferenceCancelsNothing() {
    Database first = primary.create("s-odd");
    Site.fill(first, 0, 30);
    Standby standby = standby();
    apply(standby.planSync(), "sync");
    copy(first).put(Document.of("written-on-the-standby"));
    assertThatThrownBy(() -> apply(standby.planSwitch(), "switch"))
        .isExactlyInstanceOf(VerificationFailedException.class)
        .hasMessageContaining("No job was cancelled")
        .hasMessageContaining("only on target: 1, such as written-on-the-standby 1-");
    assertThat(standby.report().unkept()).isEmpty();
  }

  @Test
  void failsOverWhenThePrimaryIsGone() {
    Database first = primary.create("s-lost");
    Site.fill(first, 0, 30);
    Standby standby = standby();
    apply(standby.planSync(), "sync");
    replicator.find(JobStandby.PREFIX + first.name()).orElseThrow().awaitCaughtUp(first, LIMIT);
    standby.report();
    line.cut();
    Plan plan = standby.planFailover();
    assertThat(plan.toString())
        .contains("cancel-job db=" + first.name(), "what the primary took and had not sent");
    apply(plan, "failover");
    assertThat(copy(first).info().documents()).isEqualTo(30);
    assertThat(replicator.ids()).noneMatch(id -> id.contains(primary.job("s-")));
    assertThat(copy(first).put(Document.of("users-go-on-here"))).startsWith("1-");
  }
}
