package io.github.chthosting.couchdb.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.Document;
import io.github.chthosting.couchdb.server.NotFoundException;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import io.github.chthosting.testkit.Fault;
import io.github.chthosting.testkit.InjectedFault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientReplicationTest extends ClientReplicationCases {
  /** Shared by all tests of this class; it ends with the virtual machine. */
  private static final EmbeddedCouchDb SERVER = EmbeddedCouchDb.builder().start();

  @Override
  Site site() {
    return Site.embedded(SERVER);
  }

  private void withFault(Fault fault) {
    InjectedFault injected = SERVER.inject(fault);
    try {
      ReplicationResult result = run(all());
      assertThat(result.refusedCount()).isZero();
    } finally {
      injected.clear();
    }
    assertThat(injected.hits()).isPositive();
    assertSame();
  }

  @Test
  void goesOnWhenTheFeedIsCut() {
    variety();
    withFault(Fault.on("GET", "/" + source.name() + "/_changes").cutAfter(150_000).times(3));
  }

  @Test
  void goesOnWhenTheFeedEndsInAnError() {
    variety();
    withFault(
        Fault.on("GET", "/" + source.name() + "/_changes").errorInBodyAfter(100_000).times(2));
  }

  @Test
  void repeatsWritesWhoseAnswerIsLost() {
    variety();
    withFault(Fault.on("POST", "/" + target.name() + "/_bulk_docs").cutAfter(1).times(2));
  }

  @Test
  void repeatsReadsThatBreakOff() {
    variety();
    withFault(Fault.on("POST", "/" + source.name() + "/_bulk_get").cutAfter(500).times(2));
  }

  @Test
  void repeatsAttachmentsThatBreakOff() {
    variety();
    withFault(Fault.on("GET", "/" + source.name() + "/att-2").cutAfter(1_000_000).times(2));
  }

  @Test
  void waitsWhenTheTargetIsBusy() {
    Site.fill(source, 0, 300);
    withFault(Fault.on("POST", "/" + target.name() + "/_bulk_docs").status(503).times(2));
  }

  @Test
  void writesInSmallerPiecesWhatIsTooLarge() {
    Site.fill(source, 0, 200);
    withFault(
        Fault.on("POST", "/" + target.name() + "/_bulk_docs")
            .status(413, "{\"error\":\"too_large\",\"reason\":\"the request entity is too large\"}")
            .times(3));
  }

  @Test
  void stopsAndLeavesNoCheckpointWhenTheTargetFails() {
    Site.fill(source, 0, 50);
    InjectedFault fault =
        SERVER.inject(Fault.on("POST", "/" + target.name() + "/_bulk_docs").status(400));
    assertThatThrownBy(() -> run(all())).isInstanceOf(HostingException.class);
    fault.clear();
    assertThat(source.find("_local/" + all().checkpointId())).isEmpty();
    run(all());
    assertSame();
  }

  @Test
  void agreesOnTheNewestSessionThatBothSidesKnow() {
    Site.fill(source, 0, 20);
    run(all());
    Site.fill(source, 20, 5);
    // The checkpoint of the second run reaches the source only.
    String id = all().checkpointId();
    InjectedFault fault =
        SERVER.inject(Fault.on("PUT", "/" + target.name() + "/_local/" + id).status(400));
    assertThatThrownBy(() -> run(all())).isInstanceOf(HostingException.class);
    fault.clear();
    ReplicationResult again = run(all());
    assertThat(again.documents()).isEqualTo(5);
    assertThat(run(all()).documents()).isZero();
  }

  @Test
  void stopsWhenAnotherReplicationWritesTheCheckpoint() {
    Site.fill(source, 0, 10);
    String id = "_local/" + all().checkpointId();
    run(all());
    InjectedFault fault =
        SERVER.inject(
            Fault.on("PUT", "/" + source.name() + "/" + id)
                .status(409, "{\"error\":\"conflict\",\"reason\":\"Document update conflict.\"}"));
    Site.fill(source, 10, 1);
    assertThatThrownBy(() -> run(all()))
        .isInstanceOf(HostingException.class)
        .hasMessageContaining("another replication writes the checkpoint " + id)
        .hasMessageContaining("Let only one run.");
    fault.clear();
  }

  @Test
  void writesNoLocalDocumentsWithoutCheckpoints() {
    Site.fill(source, 0, 10);
    run(ClientReplication.builder(source, target).withoutCheckpoints().build());
    assertThat(source.request("GET", "_local_docs").json().path("rows")).isEmpty();
    assertSame();
  }

  @Test
  void needsATargetThatIsThere() {
    ClientReplication nowhere =
        ClientReplication.builder(source, site.couch.database("nowhere")).build();
    assertThatThrownBy(() -> run(nowhere)).isInstanceOf(NotFoundException.class);
  }

  @Test
  void carriesEscapedIdsToTheLaneTheyBelongTo() {
    for (String id : List.of("\u0001x", "\"", "\\", "😀", "é", "a:b", "_design/z", "\u2028")) {
      source.put(Document.of(id));
    }
    run(all());
    assertSame();
  }

  @Test
  void refusesTwoWaysToChoose() {
    ClientReplication.Builder builder =
        ClientReplication.builder(source, target)
            .documents(List.of("a"))
            .filter("a/b", Map.of("x", "y"));
    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessage("a replication has one of document ids, selector and filter, not 2");
    assertThatIllegalArgumentException().isThrownBy(() -> builder.writers(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.checkpointOf("x"));
  }
}
