package io.github.chthosting.couchdb.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.couchdb.Document;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ClientReplicationIT extends ClientReplicationCases {
  @Override
  Site site() {
    return Site.real();
  }

  @Test
  void goesOnWhereCouchDbStoppedAndLetsItGoOn() {
    Site.fill(source, 0, 400);
    Replication replication =
        Replication.builder(site.endpoint(source), site.endpoint(target)).build();
    ReplicationJob job = Replicator.of(site.couch).start(site.job("c"), replication);
    job.awaitCompleted(LIMIT);
    String id = couchDbsCheckpoint();
    Site.fill(source, 400, 5);
    ClientReplication ours = ClientReplication.builder(source, target).checkpointOf(id).build();
    assertThat(run(ours).documents()).isEqualTo(5);
    Site.fill(source, 405, 2);
    job.restart();
    job.awaitCaughtUp(source, LIMIT);
    job.awaitCompleted(LIMIT);
    // CouchDB counts on from the session before, which was ours: 5 were found, and 2 more.
    assertThat(job.status().counts().documentsWritten()).isLessThan(10);
    assertSame();
    job.cancel();
  }

  private String couchDbsCheckpoint() {
    for (var row : source.request("GET", "_local_docs").json().path("rows")) {
      String id = row.path("id").asString("").substring("_local/".length());
      if (id.matches("[0-9a-f]{32}")) {
        return id;
      }
    }
    throw new AssertionError("CouchDB left no checkpoint");
  }

  @Test
  void namesWhatTheTargetRefusesAndCarriesTheRest() {
    ObjectNode design = object().put("_id", "_design/guard");
    design.put(
        "validate_doc_update",
        "function(doc) { if (doc.name == 'é7') throw({forbidden: 'not seven'}); }");
    target.put(Document.of(design));
    Site.fill(source, 0, 20);
    ReplicationResult result = run(all());
    assertThat(result.revisionsWritten()).isEqualTo(19);
    assertThat(result.refused())
        .singleElement()
        .satisfies(
            refused -> {
              assertThat(refused.id()).isEqualTo("doc-7");
              assertThat(refused.error()).isEqualTo("forbidden");
              assertThat(refused.reason()).isEqualTo("not seven");
            });
  }
}
