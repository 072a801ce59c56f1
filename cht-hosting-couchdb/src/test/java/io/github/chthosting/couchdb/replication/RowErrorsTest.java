package io.github.chthosting.couchdb.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.Document;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import io.github.chthosting.testkit.Fault;
import io.github.chthosting.testkit.InjectedFault;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that are a success as a whole, and hold errors. */
class RowErrorsTest {
  private static final EmbeddedCouchDb SERVER = EmbeddedCouchDb.builder().start();
  private static final String TIMEOUT =
      "\"error\":\"timeout\",\"reason\":\"The request took long.\"";

  private Site site;
  private Database source;
  private Database target;

  @BeforeEach
  void create() {
    site = Site.embedded(SERVER);
    source = site.create("e-from");
    target = site.create("e-to");
  }

  @AfterEach
  void cleanUp() {
    site.close();
  }

  private ClientReplication all() {
    return ClientReplication.builder(source, target).build();
  }

  private ReplicationResult run() {
    return all().start().await(Duration.ofMinutes(2));
  }

  private String edited(String id) {
    String first = source.put(Document.of(id));
    return source.put(Document.of(id).rev(first).set("edited", "yes"));
  }

  private InjectedFault bulkGet(String id, String rev, String error) {
    String row =
        "{\"results\":[{\"id\":\"%s\",\"docs\":[{\"error\":{\"id\":\"%s\",\"rev\":\"%s\",%s}}]}]}";
    return SERVER.inject(
        Fault.on("POST", "/" + source.name() + "/_bulk_get")
            .status(200, row.formatted(id, id, rev, error)));
  }

  private void assertCarried(String id) {
    assertThat(target.find(id)).isEqualTo(source.find(id));
    assertThat(target.find(id)).isPresent();
  }

  private void assertNoCheckpoint() {
    assertThat(source.find("_local/" + all().checkpointId())).isEmpty();
  }

  private void once(String error) {
    String rev = edited("a");
    String row =
        "{\"results\":[{\"id\":\"a\",\"docs\":[{\"error\":{\"id\":\"a\",\"rev\":\"%s\",%s}}]}]}";
    InjectedFault fault =
        SERVER.inject(
            Fault.on("POST", "/" + source.name() + "/_bulk_get")
                .status(200, row.formatted(rev, error))
                .times(1));
    ReplicationResult result = run();
    fault.clear();
    assertThat(fault.hits()).isEqualTo(1);
    assertThat(result.refusedCount()).isZero();
    assertCarried("a");
  }

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

  private void attached(String id) {
    var json = site.couch.mapper().createObjectNode().put("_id", id);
    json.putObject("_attachments")
        .putObject("f")
        .put("content_type", "text/plain")
        .put("data", Base64.getEncoder().encodeToString(new byte[] {1, 2, 3}));
    source.put(Document.of(json));
  }

  @Test
  void aDocumentWithAttachmentsThatIsMissingForAMomentIsReadAgain() {
    attached("pic");
    for (String body : List.of("{\"error\":\"not_found\",\"reason\":\"missing\"}")) {
      InjectedFault fault =
          SERVER.inject(Fault.on("GET", "/" + source.name() + "/pic").status(404, body).times(2));
      run();
      fault.clear();
      assertThat(fault.hits()).isEqualTo(2);
    }
    assertCarried("pic");
  }

  @Test
  void anErrorIsNotWrittenInThePlaceOfADocument() {
    attached("pic");
    InjectedFault fault =
        SERVER.inject(
            Fault.on("GET", "/" + source.name() + "/pic")
                .status(200, "{" + TIMEOUT + "}")
                .times(2));
    ReplicationResult result = run();
    fault.clear();
    assertThat(result.refusedCount()).isZero();
    assertCarried("pic");
  }

  @Test
  void aDatabaseThatIsDeletedMeanwhileIsNotAnEmptyOne() {
    attached("pic");
    InjectedFault fault =
        SERVER.inject(
            Fault.on("GET", "/" + source.name() + "/pic")
                .status(404, "{\"error\":\"not_found\",\"reason\":\"Database does not exist.\"}"));
    assertThatThrownBy(this::run).isInstanceOf(HostingException.class);
    fault.clear();
    assertNoCheckpoint();
  }

  private void oneIsRefused(int status, String error) {
    Site.fill(source, 0, 10);
    target = site.named("e-one");
    target.create(DatabaseOptions.defaults().q(1));
    InjectedFault fault =
        SERVER.inject(
            Fault.on("POST", "/" + target.name() + "/_bulk_docs")
                .status(status, "{\"error\":\"" + error + "\",\"reason\":\"no\"}")
                .times(4));
    ReplicationResult result =
        ClientReplication.builder(source, target)
            .writers(1)
            .withoutCheckpoints()
            .build()
            .start()
            .await(Duration.ofMinutes(2));
    fault.clear();
    assertThat(result.isComplete()).isFalse();
    assertThat(result.refused()).hasSize(1);
    ReplicationResult.Refused refused = result.refused().get(0);
    assertThat(refused.id()).startsWith("doc-");
    assertThat(refused.revision()).isEqualTo(source.rev(refused.id()).orElseThrow());
    assertThat(refused.error()).isEqualTo(error);
    assertThat(result.toString()).contains("not complete", refused.id(), refused.wayOut());
    assertThat(target.info().documents()).isEqualTo(9);
  }

  @Test
  void anIdThatTheTargetDoesNotTakeIsNamedAndKeepsNoOtherOut() {
    oneIsRefused(400, "illegal_docid");
  }

  @Test
  void aDocumentThatIsTooLargeIsNamedAndKeepsNoOtherOut() {
    oneIsRefused(413, "document_too_large");
  }

  @Test
  void anIdThatTheSourceDoesNotTakeBackIsNamed() {
    String rev = edited("a");
    InjectedFault fault = bulkGet("a", rev, "\"error\":\"illegal_docid\",\"reason\":\"_\"");
    ReplicationResult result = run();
    fault.clear();
    assertThat(result.isComplete()).isFalse();
    assertThat(result.refused())
        .extracting(one -> one.id() + " " + one.revision())
        .containsExactly("a " + rev);
  }
}
