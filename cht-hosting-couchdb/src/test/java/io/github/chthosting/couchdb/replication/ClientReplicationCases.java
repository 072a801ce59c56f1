package io.github.chthosting.couchdb.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.Operation;
import io.github.chthosting.OperationCancelledException;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.Document;
import io.github.chthosting.couchdb.ReadOptions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Replication by this client, as it works on every CouchDB. */
abstract class ClientReplicationCases {
  static final Duration LIMIT = Duration.ofMinutes(3);

  Site site;
  Database source;
  Database target;

  abstract Site site();

  @BeforeEach
  void create() {
    site = site();
    source = site.create("c-from");
    target = site.create("c-to");
  }

  @AfterEach
  void cleanUp() {
    site.close();
  }

  ReplicationResult run(ClientReplication replication) {
    return replication.start().await(LIMIT);
  }

  ClientReplication all() {
    return ClientReplication.builder(source, target).build();
  }

  void assertSame() {
    CutOverReport report = CutOver.between(source, target).check().await(LIMIT);
    assertThat(report.isSameContent()).as(report.toString()).isTrue();
  }

  ObjectNode object() {
    return site.couch.mapper().createObjectNode();
  }

  private void revision(String id, String... history) {
    ObjectNode json = object().put("_id", id).put("_rev", history[0]).put("by", history[0]);
    ObjectNode revisions = json.putObject("_revisions");
    revisions.put("start", Integer.parseInt(history[0].substring(0, history[0].indexOf('-'))));
    var ids = revisions.putArray("ids");
    for (String revision : history) {
      ids.add(revision.substring(revision.indexOf('-') + 1));
    }
    source.bulk().writeRevisions(List.of(Document.of(json)));
  }

  /** Conflicts, deletions, histories, design documents, odd names, attachments. */
  void variety() {
    Site.fill(source, 0, 2500);
    for (int i = 0; i < 30; i++) {
      String rev = source.rev("doc-" + i).orElseThrow();
      source.put(Document.of("doc-" + i).rev(rev).set("edited", "yes"));
    }
    source.delete("doc-40", source.rev("doc-40").orElseThrow());
    revision("doc-50", "2-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "1-bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
    revision("deep", "3-cccccccccccccccccccccccccccccccc", "2-dddddddddddddddddddddddddddddddd");
    source.put(Document.of("_design/app").set("language", "javascript"));
    source.put(Document.of("a \"quoted\" é/+%😀").set("x", "y\n\u0001"));
    attach("att-1", "text/plain", 200_000, 1);
    attach("att-2", "image/png", 3_000_000, 2);
    String rev = source.rev("att-1").orElseThrow();
    source.put(source.get("att-1").rev(rev).set("later", "true"));
  }

  private void attach(String id, String type, int size, int seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    if (type.startsWith("text")) {
      for (int i = 0; i < size; i++) {
        bytes[i] = (byte) ('a' + (bytes[i] & 7));
      }
    }
    ObjectNode json = object().put("_id", id);
    json.putObject("_attachments")
        .putObject("the file é.bin")
        .put("content_type", type)
        .put("data", Base64.getEncoder().encodeToString(bytes));
    source.put(Document.of(json));
  }

  @Test
  void carriesEverythingThatADatabaseHas() {
    variety();
    ReplicationResult result = run(all());
    assertThat(result.refusedCount()).isZero();
    assertThat(result.documents()).isEqualTo(2505);
    assertSame();
    ReadOptions whole = ReadOptions.none().revisions().attachments();
    for (String id : List.of("att-1", "att-2", "deep", "doc-3", "a \"quoted\" é/+%😀")) {
      assertThat(target.leaves(id, whole)).isEqualTo(source.leaves(id, whole));
    }
    assertThat(target.get("att-1").attachments()).isEqualTo(source.get("att-1").attachments());
  }

  @Test
  void carriesOnlyWhatIsNewTheNextTime() {
    Site.fill(source, 0, 1200);
    ReplicationResult first = run(all());
    assertThat(first.revisionsWritten()).isEqualTo(1200);
    Site.fill(source, 1200, 7);
    String rev = source.rev("doc-3").orElseThrow();
    source.delete("doc-3", rev);
    ReplicationResult second = run(all());
    assertThat(second.documents()).isEqualTo(8);
    assertThat(second.revisionsWritten()).isEqualTo(8);
    assertSame();
    assertThat(run(all()).documents()).isZero();
  }

  @Test
  void asksFirstWhereTheTargetHasMuchAndNoCheckpointSaysSo() {
    variety();
    run(ClientReplication.builder(source, target).withoutCheckpoints().build());
    Site.fill(source, 5000, 3);
    ReplicationResult result = run(all());
    assertThat(result.documents()).isEqualTo(2508);
    assertThat(result.revisionsRead()).isEqualTo(3);
    assertSame();
  }

  @Test
  void goesOnAfterItWasStoppedInTheMiddle() {
    for (int from = 0; from < 12_000; from += 3000) {
      Site.fill(source, from, 3000);
    }
    ClientReplication slow =
        ClientReplication.builder(source, target)
            .writers(1)
            .batchSize(50)
            .checkpointInterval(Duration.ofMillis(1))
            .build();
    Operation<ReplicationResult> operation = slow.start();
    awaitDocuments(2500);
    operation.cancel();
    assertThatThrownBy(operation::await).isInstanceOf(OperationCancelledException.class);
    long before = target.info().documents();
    assertThat(before).isBetween(2000L, 11_999L);
    run(slow);
    assertSame();
  }

  private void awaitDocuments(long count) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (target.info().documents() < count) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void followsUntilItIsCancelled() {
    Site.fill(source, 0, 10);
    Operation<ReplicationResult> operation =
        ClientReplication.builder(source, target).continuous().build().start();
    awaitDocuments(10);
    Site.fill(source, 10, 10);
    awaitDocuments(20);
    operation.cancel();
    assertThatThrownBy(operation::await).isInstanceOf(OperationCancelledException.class);
    assertSame();
  }

  @Test
  void carriesOnlyWhatIsChosen() {
    Site.fill(source, 0, 30);
    run(ClientReplication.builder(source, target).documents(List.of("doc-1", "doc-2")).build());
    assertThat(target.info().documents()).isEqualTo(2);
    run(ClientReplication.builder(source, target).selector(object().put("name", "é5")).build());
    assertThat(target.info().documents()).isEqualTo(3);
  }
}
