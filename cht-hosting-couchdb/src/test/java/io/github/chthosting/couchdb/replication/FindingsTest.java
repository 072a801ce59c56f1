package io.github.chthosting.couchdb.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.couchdb.replication.JobFailure.Cause;
import io.github.chthosting.plan.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FindingsTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private static JobCounts counts(long checked, long refused, OptionalLong pending) {
    return new JobCounts(checked, 0, 0, 0, refused, pending, checked + "-x", "0");
  }

  private static JobStatus job(JobState state, int errors, JobCounts counts) {
    boolean failed = state.isRetrying() || state == JobState.FAILED;
    Optional<JobFailure> failure =
        failed ? Optional.of(JobFailure.of("unauthorized: no")) : Optional.empty();
    List<JobEvent> history =
        failed ? List.of(new JobEvent(NOON, "crashed", failure)) : List.<JobEvent>of();
    return new JobStatus(
        "j",
        Optional.of("abc+continuous"),
        state,
        "http://a/x/",
        "http://b/x/",
        Optional.of("n1"),
        Optional.of(NOON),
        Optional.of(NOON),
        errors,
        failure,
        counts,
        history,
        true,
        1,
        state == JobState.RUNNING ? 1 : 0);
  }

  private static ReplicatorStatus status(Instant at, JobStatus job) {
    return new ReplicatorStatus(at, "_replicator", List.of(job));
  }

  private static List<String> lines(List<Finding> findings) {
    return findings.stream().map(Finding::toString).toList();
  }

  @Test
  void findsNothingWrongWithAJobThatRuns() {
    JobStatus job = job(JobState.RUNNING, 0, counts(5, 0, OptionalLong.of(0)));
    assertThat(status(NOON, job).findings()).isEmpty();
  }

  @Test
  void findsACrashLoopWithItsCauseAndTheNextTry() {
    assertThat(lines(Findings.of(job(JobState.CRASHING, 4, JobCounts.none()))))
        .containsExactly(
            "ERROR j: 4 crashes in a row, next try not before 2026-11-22T12:04:00Z:"
                + " ACCESS (unauthorized: no); fix what it names; it is tried again"
                + " (replication.crash-loop)");
  }

  @Test
  void tellsAFirstCrashFromALoopAndFromTheEnd() {
    assertThat(lines(Findings.of(job(JobState.CRASHING, 1, JobCounts.none()))))
        .containsExactly(
            "WARNING j: 1 crashes in a row, next try not before 2026-11-22T12:00:30Z:"
                + " ACCESS (unauthorized: no); wait, or fix what it names"
                + " (replication.retrying)");
    assertThat(lines(Findings.of(job(JobState.FAILED, 1, JobCounts.none()))))
        .containsExactly(
            "ERROR j: ACCESS (unauthorized: no). It is not tried again; change or restart it"
                + " (replication.failed)");
  }

  @Test
  void findsRefusedDocuments() {
    JobStatus job = job(JobState.COMPLETED, 0, counts(9, 2, OptionalLong.empty()));
    assertThat(Findings.of(job))
        .singleElement()
        .hasToString(
            "ERROR j: 2 revisions were refused by the target and are not tried again; look at its"
                + " validate_doc_update functions and size limits, then compare both sides"
                + " (replication.refused-documents)");
  }

  @Test
  void findsAStalledJobOnlyByTwoObservations() {
    JobStatus job = job(JobState.RUNNING, 0, counts(5, 0, OptionalLong.of(7)));
    ReplicatorStatus before = status(NOON, job);
    ReplicatorStatus after = status(NOON.plusSeconds(60), job);
    assertThat(after.findings()).isEmpty();
    assertThat(after.findings(before, Duration.ofSeconds(61))).isEmpty();
    assertThat(lines(after.findings(before, Duration.ofSeconds(60))))
        .containsExactly(
            "ERROR j: runs without an error and does nothing, with 7 changes pending; restart it; if"
                + " it stays so, restart its node (replication.stalled)");
  }

  @Test
  void findsNoStallWhereNothingIsPendingOrSomethingMoved() {
    ReplicatorStatus idle =
        status(NOON, job(JobState.RUNNING, 0, counts(5, 0, OptionalLong.of(0))));
    ReplicatorStatus later = new ReplicatorStatus(NOON.plusSeconds(99), "r", idle.jobs());
    assertThat(later.findings(idle, Duration.ofSeconds(60))).isEmpty();
    ReplicatorStatus moved =
        status(NOON.plusSeconds(99), job(JobState.RUNNING, 0, counts(6, 0, OptionalLong.of(7))));
    assertThat(moved.findings(idle, Duration.ofSeconds(60))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{replication_auth_error,{session_request_unauthorized,\"http://h/_session\"}} | ACCESS",
        "unauthorized: unauthorized to access or create database http://h/x/ | ACCESS",
        "db_not_found: could not open http://h/x/ | DATABASE_MISSING",
        "nxdomain: could not resolve http://h/x/ | UNREACHABLE",
        "{http_request_failed,\"GET\",\"h\",{error,{error,{conn_failed,{error,econnrefused}}}}}"
            + " | UNREACHABLE",
        "{changes_reader_died,{timeout,ibrowse_stream_cleanup}} | UNREACHABLE",
        "{tls_alert,{bad_certificate,\"x\"}} | TLS",
        "Replication `a+continuous` specified by document `x` already started by document `y`"
            + " | DUPLICATE",
        "filter_fetch_error: Couldn't open document `_design/a` | FILTER",
        "{checkpoint_commit_failure,conflict} | CHECKPOINT",
        "{http_request_failed,\"POST\",\"h\",{error,{code,500}}} | SERVER",
        "local_endpoints_not_supported | DEFINITION",
        "something else | UNKNOWN"
      })
  void namesTheCause(String text, Cause cause) {
    assertThat(JobFailure.of(text).cause()).isEqualTo(cause);
  }

  @Test
  void showsNoPasswordOfCouchDbsOwnMessages() {
    JobFailure failure =
        JobFailure.of(
            "{error, \"http://ann:hush@h/x/\", [{\"Authorization\",\"Basic aHVzaGh1c2g=\"}],"
                + " {<<\"password\">>,<<\"hush\">>}}");
    assertThat(failure.text())
        .doesNotContain("hush")
        .doesNotContain("aHVzaGh1c2g")
        .contains("\"http://h/x/\"");
  }
}
