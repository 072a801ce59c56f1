package io.github.chthosting.couchdb.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.Document;
import io.github.chthosting.testkit.Fault;
import io.github.chthosting.testkit.InjectedFault;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Errors about a single document: it is read again, or named, and keeps no other one out. */
class RefusedRowsTest extends RowErrorsCase {
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
