package io.github.chthosting.couchdb.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.Credentials;
import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.Document;
import io.github.chthosting.couchdb.verification.Verification;
import io.github.chthosting.couchdb.verification.VerificationReport;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Replication from the cluster of {@code COUCHDB_URL} to the server of {@code COUCHDB_TARGET_URL}.
 */
class TwoSitesReplicationIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Site here = Site.real();
  private final Site there = Site.realTarget();
  private final Replicator replicator = Replicator.of(there.couch);
  private final String server =
      here.endpoint(here.couch.database("x")).url().resolve("/").toString();
  private final CuttableLine line = new CuttableLine(URI.create(server));

  @AfterEach
  void cleanUp() {
    there.cancelJobs();
    line.close();
    there.close();
    here.close();
  }

  private Endpoint throughTheLine(Database source) {
    return Endpoint.of(line.uri(source.name())).credentials(here.endpoint(source).credentials());
  }

  private static void assertSame(Database source, Database target) {
    VerificationReport report =
        Verification.between(source, target).contents().start().await(LIMIT);
    assertThat(report.isSame()).as(report.toString()).isTrue();
  }

  @Test
  void carriesHistoriesConflictsDeletionsAndAttachments() {
    Database source = here.create("hard");
    Database target = there.named("hard");
    HardData.fill(source);
    Replication replication =
        Replication.builder(here.endpoint(source), there.endpoint(target))
            .createTarget(DatabaseOptions.defaults().q(3).n(1))
            .build();
    ReplicationJob job = replicator.start(there.job("hard"), replication);
    job.awaitCompleted(LIMIT);
    assertThat(target.info().cluster().orElseThrow().q()).isEqualTo(3);
    assertSame(source, target);
  }

  @Test
  void ourOwnCarriesTheSameAndEmptyAttachments() {
    Database source = here.create("hard2");
    Database target = there.create("hard2");
    HardData.fill(source);
    HardData.emptyAttachment(source);
    ClientReplication.builder(source, target).build().start().await(LIMIT);
    assertSame(source, target);
  }

  @Test
  void namesACutLineAndGoesOnWhenItIsMended() {
    Database source = here.create("cut");
    Database target = there.create("cut");
    Site.fill(source, 0, 200);
    ReplicationJob job =
        replicator.start(
            there.job("cut"),
            Replication.builder(throughTheLine(source), there.endpoint(target))
                .continuous()
                .retriesPerRequest(1)
                .connectionTimeout(Duration.ofSeconds(5))
                .build());
    job.awaitCaughtUp(source, LIMIT);
    line.cut();
    Site.fill(source, 200, 50);
    JobStatus crashed = new JobWait(job, LIMIT).until(status -> status.state().isRetrying());
    assertThat(crashed.failure().orElseThrow().cause())
        .as(crashed.toString())
        .isEqualTo(JobFailure.Cause.UNREACHABLE);
    assertThat(replicator.observe().findings())
        .filteredOn(finding -> finding.subject().equals(job.id()))
        .isNotEmpty()
        .allSatisfy(finding -> assertThat(finding.detail()).contains("UNREACHABLE"));
    line.mend();
    job.awaitCaughtUp(source, LIMIT);
    assertSame(source, target);
  }

  @Test
  void saysAllThatIsKnownOfWrongCredentials() {
    Database source = here.create("denied");
    Database target = there.create("denied");
    Endpoint wrong = here.endpoint(source).credentials(Credentials.basic("admin", "s3cr3t-wr0ng"));
    ReplicationJob job =
        replicator.start(
            there.job("denied"),
            Replication.builder(wrong, there.endpoint(target)).continuous().build());
    assertThatThrownBy(() -> job.awaitCaughtUp(source, LIMIT))
        .isExactlyInstanceOf(HostingException.class)
        .hasMessageStartingWith("job " + job.id() + " is ")
        .hasMessageContaining("ACCESS")
        .hasMessageContaining("It was left as it is; change, resume or restart it.")
        .hasMessageNotContaining("s3cr3t");
    assertThat(job.status().history())
        .anySatisfy(
            event -> {
              assertThat(event.type()).isEqualTo("crashed");
              assertThat(event.failure().orElseThrow().cause()).isEqualTo(JobFailure.Cause.ACCESS);
            });
  }

  @Test
  void aMissingSourceIsNamed() {
    Database target = there.create("nowhere");
    ReplicationJob job =
        replicator.start(
            there.job("nowhere"),
            Replication.builder(
                    here.endpoint(here.couch.database("no-such-database-" + System.nanoTime())),
                    there.endpoint(target))
                .build());
    assertThatThrownBy(() -> job.awaitCompleted(LIMIT))
        .isExactlyInstanceOf(HostingException.class)
        .hasMessageContaining("DATABASE_MISSING");
  }

  @Test
  void couchDbEndsAtOnceAfterOurs() {
    Database source = here.create("first-ours");
    Database target = there.create("first-ours");
    Site.fill(source, 0, 300);
    Replication replication =
        Replication.builder(here.endpoint(source), there.endpoint(target)).build();
    String id = replication.checkpointId(there.couch.info().uuid()).orElseThrow();
    ClientReplication.builder(source, target).checkpointOf(id).build().start().await(LIMIT);
    JsonNode answer = replicate(replication);
    assertThat(answer.path("no_changes").asBoolean(false)).as(answer.toString()).isTrue();
    Site.fill(source, 300, 7);
    JsonNode more = replicate(replication);
    assertThat(more.path("history").path(0).path("missing_checked").asInt(0))
        .as(more.toString())
        .isEqualTo(7);
  }

  @Test
  void oursEndsAtOnceAfterCouchDbs() {
    Database source = here.create("first-couch");
    Database target = there.create("first-couch");
    Site.fill(source, 0, 300);
    source.put(Document.of("a+b%20c"));
    for (Replication replication :
        List.of(
            Replication.builder(here.endpoint(source), there.endpoint(target))
                .documents(List.of("doc-3", "a+b%20c"))
                .build(),
            Replication.builder(here.endpoint(source), there.endpoint(target)).build())) {
      replicate(replication);
      String id = replication.checkpointId(there.couch.info().uuid()).orElseThrow();
      assertThat(source.find("_local/" + id)).isPresent();
      ClientReplication.Builder ours = ClientReplication.builder(source, target).checkpointOf(id);
      if (replication.isPartial()) {
        ours.documents(List.of("doc-3", "a+b%20c"));
      }
      assertThat(ours.build().start().await(LIMIT).documents()).isZero();
    }
    assertSame(source, target);
  }

  private JsonNode replicate(Replication replication) {
    ObjectNode body = JobDocument.write(replication, there.couch.info().version());
    return there
        .couch
        .within(LIMIT)
        .request("POST", "_replicate")
        .body("application/json", bytes(body))
        .json();
  }

  private static byte[] bytes(ObjectNode body) {
    return body.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void copiesWhatIsNotCarriedBetweenServers() {
    Database source = here.create("uncarried");
    Database target = there.create("uncarried");
    source.put("_local/note", Map.of("kept", "here"));
    source.upkeep().revisionsLimit(77);
    CutOver cutOver = CutOver.between(source, target);
    assertThat(cutOver.check().await(LIMIT).isSame()).isFalse();
    cutOver.copySecurity();
    cutOver.copyRevisionsLimit();
    cutOver.copyPurgedInfosLimit();
    assertThat(cutOver.copyLocalDocuments(id -> true)).isEqualTo(1);
    assertThat(cutOver.check().await(LIMIT).isSame()).isTrue();
  }
}
