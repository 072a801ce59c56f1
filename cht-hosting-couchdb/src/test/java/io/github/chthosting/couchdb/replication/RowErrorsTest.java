package io.github.chthosting.couchdb.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.Document;
import io.github.chthosting.testkit.Fault;
import io.github.chthosting.testkit.InjectedFault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Answers that are a success as a whole, and hold errors that may pass. */
class RowErrorsTest extends RowErrorsCase {
  @Test
  void aRevisionWhoseReadingTimesOutIsReadAgain() {
    once(TIMEOUT);
  }

  @Test
  void aRevisionThatIsMissingForAMomentIsNotTakenForPurged() {
    once("\"error\":\"not_found\",\"reason\":\"missing\"");
  }

  @Test
  void aRevisionThatCannotBeReadFailsTheRunAndLeavesNoCheckpoint() {
    String rev = edited("a");
    edited("b");
    InjectedFault fault = bulkGet("a", rev, TIMEOUT);
    assertThatThrownBy(this::run).isInstanceOf(HostingException.class);
    fault.clear();
    assertNoCheckpoint();
    run();
    assertCarried("a");
    assertCarried("b");
  }

  @Test
  void aRevisionThatTheFeedStillNamesIsNeverTakenForPurged() {
    String rev = edited("a");
    InjectedFault fault = bulkGet("a", rev, "\"error\":\"not_found\",\"reason\":\"missing\"");
    assertThatThrownBy(this::run)
        .isInstanceOf(HostingException.class)
        .hasMessageContaining("not_found - missing for 'a' " + rev);
    fault.clear();
    assertNoCheckpoint();
    run();
    assertCarried("a");
  }

  @Test
  void aRevisionThatWasPurgedAfterTheFeedHadNamedItIsGone() {
    edited("a");
    String rev = edited("b");
    // The feed of before is given again after the purge.
    String row =
        "{\"results\":[{\"seq\":\"1-x\",\"id\":\"b\",\"changes\":[{\"rev\":\"%s\"}]}],"
            + "\"last_seq\":\"1-x\",\"pending\":0}";
    InjectedFault feed =
        SERVER.inject(
            Fault.on("GET", "/" + source.name() + "/_changes")
                .status(200, row.formatted(rev))
                .times(1));
    source.upkeep().purge(Map.of("b", List.of(rev)));
    ReplicationResult result =
        ClientReplication.builder(source, target)
            .withoutCheckpoints()
            .build()
            .start()
            .await(Duration.ofMinutes(2));
    feed.clear();
    assertThat(result.documents()).isEqualTo(1);
    assertThat(result.revisionsWritten()).isZero();
    assertThat(result.isComplete()).isTrue();
  }

  @Test
  void anAnswerThatLeavesOneOutIsNone() {
    edited("a");
    InjectedFault fault =
        SERVER.inject(
            Fault.on("POST", "/" + source.name() + "/_bulk_get")
                .status(200, "{\"results\":[]}")
                .times(2));
    run();
    fault.clear();
    assertCarried("a");
  }

  @Test
  void aDocumentThatTheTargetCouldNotWriteInTimeIsWrittenAgain() {
    source.put(Document.of("a"));
    InjectedFault fault =
        SERVER.inject(
            Fault.on("POST", "/" + target.name() + "/_bulk_docs")
                .status(201, "[{\"id\":\"a\"," + TIMEOUT + "}]")
                .times(2));
    ReplicationResult result = run();
    fault.clear();
    assertThat(result.refusedCount()).isZero();
    assertThat(result.revisionsWritten()).isEqualTo(1);
    assertCarried("a");
  }

  @Test
  void aTargetThatNeverWritesFailsTheRunAndLeavesNoCheckpoint() {
    source.put(Document.of("a"));
    for (String answer : List.of("[{\"id\":\"a\"," + TIMEOUT + "}]", "{" + TIMEOUT + "}", "{}")) {
      InjectedFault fault =
          SERVER.inject(Fault.on("POST", "/" + target.name() + "/_bulk_docs").status(201, answer));
      assertThatThrownBy(this::run).as(answer).isInstanceOf(HostingException.class);
      fault.clear();
      assertNoCheckpoint();
    }
    run();
    assertCarried("a");
  }

  @Test
  void anErrorInThePlaceOfWhatIsMissingIsNoEmptyList() {
    edited("a");
    target.put(Document.of("other"));
    for (String answer : List.of("{" + TIMEOUT + "}", "{\"a\":{}}", "{\"a\":{" + TIMEOUT + "}}")) {
      InjectedFault fault =
          SERVER.inject(Fault.on("POST", "/" + target.name() + "/_revs_diff").status(200, answer));
      assertThatThrownBy(this::run).as(answer).isInstanceOf(HostingException.class);
      fault.clear();
      assertNoCheckpoint();
    }
    run();
    assertCarried("a");
  }
}
