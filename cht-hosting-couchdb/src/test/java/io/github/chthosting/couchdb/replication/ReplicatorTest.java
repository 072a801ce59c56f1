package io.github.chthosting.couchdb.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import io.github.chthosting.TimedOutException;
import io.github.chthosting.UnsupportedVersionException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.server.ConflictException;
import io.github.chthosting.couchdb.server.NotFoundException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplicatorTest {
  private static final Endpoint A = Endpoint.of(URI.create("http://a/x"));
  private static final Endpoint B = Endpoint.of(URI.create("http://b/x"));
  private static final Replication ONCE = Replication.builder(A, B).build();
  private static final Replication ALWAYS = Replication.builder(A, B).continuous().build();

  private final FakeScheduler scheduler = new FakeScheduler();
  private final MockWebServer server = new MockWebServer();
  private CouchDb couch;
  private Replicator replicator;

  @BeforeEach
  void start() throws Exception {
    server.setDispatcher(scheduler);
    server.start();
    couch = CouchDb.builder(server.url("/").uri()).build();
    replicator = Replicator.of(couch);
  }

  @AfterEach
  void stop() {
    couch.close();
    server.close();
  }

  @Test
  void startsAJobOnceHoweverOftenItIsAsked() {
    replicator.start("j", ONCE);
    ReplicationJob again = replicator.start("j", ONCE);
    assertThat(scheduler.writes).containsExactly("PUT j");
    assertThat(again.definition()).isEqualTo(ONCE);
    assertThat(replicator.ids()).containsExactly("j");
  }

  @Test
  void leavesAJobAloneThatDoesSomethingElse() {
    replicator.start("j", ONCE);
    assertThatThrownBy(() -> replicator.start("j", ALWAYS))
        .isInstanceOf(ConflictException.class)
        .hasMessage(
            "job j of _replicator is there and does something else. It was left untouched; change"
                + " it, or take another id.");
    assertThat(scheduler.writes).hasSize(1);
  }

  @Test
  void changesAJobOnlyWhereItDiffers() {
    ReplicationJob job = replicator.start("j", ONCE);
    job.change(ONCE);
    assertThat(scheduler.writes).hasSize(1);
    job.change(ALWAYS);
    assertThat(job.definition()).isEqualTo(ALWAYS);
  }

  @Test
  void keepsThePausedDefinitionBeforeItDeletesTheJob() {
    ReplicationJob job = replicator.start("j", ALWAYS);
    scheduler.writes.clear();
    job.pause();
    job.pause();
    assertThat(scheduler.writes).containsExactly("PUT _local/cht-hosting-paused-j", "DELETE j");
    assertThat(job.definition()).isEqualTo(ALWAYS);
    assertThat(job.status().state()).isEqualTo(JobState.PAUSED);
    job.change(ONCE);
    job.resume();
    job.resume();
    assertThat(scheduler.documents).containsOnlyKeys("j");
    assertThat(job.definition()).isEqualTo(ONCE);
  }

  @Test
  void resumesAPausedJobWhenItIsStartedAgain() {
    replicator.start("j", ALWAYS).pause();
    replicator.start("j", ALWAYS);
    assertThat(scheduler.documents).containsOnlyKeys("j");
  }

  @Test
  void cancelsARunningOrPausedJob() {
    ReplicationJob job = replicator.start("j", ALWAYS);
    job.pause();
    job.cancel();
    job.cancel();
    assertThat(scheduler.documents).isEmpty();
    assertThat(replicator.find("j")).isEmpty();
    assertThatThrownBy(job::pause)
        .isInstanceOf(NotFoundException.class)
        .hasMessage("there is no job j in _replicator");
  }

  @Test
  void restartsACompletedJobByTakingCouchDbsMarksAway() {
    ReplicationJob job = replicator.start("j", ONCE);
    scheduler.documents.get("j").put("_replication_state", "completed").put("owner", "admin");
    job.restart();
    assertThat(scheduler.documents.get("j").has("_replication_state")).isFalse();
    assertThat(scheduler.documents.get("j").path("owner").asString("")).isEqualTo("admin");
  }

  @Test
  void putsTheThreeViewsOfAJobTogether() {
    scheduler.answers.putAll(
        Map.of(
            "/_scheduler/docs/_replicator",
            """
            {"docs": [{"doc_id": "j", "id": "ab+continuous", "state": "running", "node": "n1",
              "source": "http://a/x/", "target": "http://b/x/", "error_count": 0,
              "last_updated": "2026-11-22T08:20:11Z", "start_time": "2026-11-22T08:20:11Z",
              "info": {"docs_written": 1, "through_seq": "1-x"}}]}""",
            "/_scheduler/jobs",
            """
            {"jobs": [{"database": "_replicator", "doc_id": "j", "id": "ab+continuous",
              "pid": "<0.1.0>", "node": "n1", "history": [
                {"timestamp": "2026-11-22T08:20:11Z", "type": "started"},
                {"timestamp": "2026-11-22T08:19:11Z", "type": "crashed", "reason": "timeout"}]}]}""",
            "/_active_tasks",
            """
            [{"type": "indexer"}, {"type": "replication", "doc_id": "j", "docs_written": 5,
              "database": "shards/00000000-ffffffff/_replicator.1795334423",
              "replication_id": "ab+continuous", "through_seq": "5-x", "changes_pending": 3,
              "updated_on": 1795335617}]"""));
    scheduler.documents.put("j", couch.mapper().createObjectNode());
    JobStatus job = replicator.observe().job("j").orElseThrow();
    assertThat(job.state()).isEqualTo(JobState.RUNNING);
    assertThat(job.isContinuous()).isTrue();
    assertThat(job.counts().documentsWritten()).isEqualTo(5);
    assertThat(job.counts().pending()).hasValue(3);
    assertThat(job.counts().throughSequence()).isEqualTo("5-x");
    assertThat(job.updated())
        .hasValueSatisfying(at -> assertThat(at.getEpochSecond()).isEqualTo(1795335617));
    assertThat(job.history()).hasSize(2);
    assertThat(job.history().get(1).failure()).hasToString("Optional[UNREACHABLE (timeout)]");
    assertThat(job.jobs()).isEqualTo(1);
    assertThat(job.tasks()).isEqualTo(1);
  }

  @Test
  void findsOrphansDuplicatesAndDocumentsNobodyRuns() {
    scheduler.answers.put(
        "/_scheduler/jobs",
        """
        {"jobs": [{"database": "_replicator", "doc_id": "gone", "id": "a", "pid": null,
             "node": "n1", "history": [{"timestamp": "2026-11-22T08:20:11Z", "type": "added"}]},
          {"database": "_replicator", "doc_id": "two", "id": "b", "pid": "<1>", "history": []},
          {"database": "_replicator", "doc_id": "two", "id": "b", "pid": "<2>", "history": []},
          {"database": null, "doc_id": null, "id": "c", "pid": "<3>", "history": []},
          {"database": "other/_replicator", "doc_id": "x", "id": "d", "history": []}]}""");
    scheduler.documents.put("two", couch.mapper().createObjectNode());
    scheduler.documents.put("lost", couch.mapper().createObjectNode());
    assertThat(replicator.observe().findings())
        .extracting(finding -> finding.code() + " " + finding.subject())
        .containsExactly(
            "replication.orphaned gone",
            "replication.unscheduled lost",
            "replication.duplicated two",
            "replication.not-persistent c (_replicate)");
    assertThat(replicator.observe().findings().get(0).is(ReplicationProblem.ORPHANED)).isTrue();
  }

  @Test
  void givesUpWaitingForWhatWillNotPass() {
    crashing("unauthorized: unauthorized to access or create database http://u:hush@b/x/");
    ReplicationJob job = replicator.start("j", ONCE);
    assertThatThrownBy(() -> job.awaitCompleted(Duration.ofMinutes(1)))
        .isExactlyInstanceOf(HostingException.class)
        .hasMessage(
            "job j is CRASHING: ACCESS (unauthorized: unauthorized to access or create database"
                + " http://b/x/). It was left as it is; change, resume or restart it.");
  }

  @Test
  void waitsForWhatMayPassAndNamesItWhenTimeIsUp() {
    crashing("nxdomain: could not resolve http://b/x/");
    ReplicationJob job = replicator.start("j", ONCE);
    assertThatThrownBy(() -> job.awaitCompleted(Duration.ofMillis(150)))
        .isInstanceOf(TimedOutException.class)
        .hasMessage(
            "job j was CRASHING after PT0.15S, last error UNREACHABLE (nxdomain: could not resolve"
                + " http://b/x/). It goes on.");
  }

  private void crashing(String error) {
    scheduler.answers.put(
        "/_scheduler/docs/_replicator",
        """
        {"docs": [{"doc_id": "j", "id": "ab", "state": "crashing", "error_count": 1,
          "info": {"error": "%s"}}]}"""
            .formatted(error));
  }

  @Test
  void readsErrorsOfCouchDb2AsWell() {
    scheduler.answers.put(
        "/_scheduler/docs/_replicator",
        """
        {"docs": [{"doc_id": "j", "id": null, "state": "failed", "info": "bad_rep_doc: x"}]}""");
    replicator.start("j", ONCE);
    assertThat(replicator.observe().job("j").orElseThrow().failure())
        .hasToString("Optional[DEFINITION (bad_rep_doc: x)]");
  }

  @Test
  void refusesAServerWithoutAScheduler() {
    scheduler.version = "2.0.0";
    assertThatThrownBy(() -> replicator.start("j", ONCE))
        .isInstanceOf(UnsupportedVersionException.class)
        .hasMessage(
            "the replication scheduler is unsupported by CouchDB 2.0.0: needs 2.1 or later."
                + " Nothing was sent.");
    assertThat(scheduler.writes).isEmpty();
  }

  @Test
  void refusesADatabaseThatCouchDbWouldNotLookInto() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Replicator.of(couch, "jobs"))
        .withMessage("a replicator database is _replicator or ends in /_replicator, not jobs");
    assertThat(Replicator.of(couch, "site/_replicator").database()).isEqualTo("site/_replicator");
  }
}
