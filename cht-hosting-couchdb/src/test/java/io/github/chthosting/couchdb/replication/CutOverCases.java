package io.github.chthosting.couchdb.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.Document;
import io.github.chthosting.couchdb.Security;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** The cut-over, as it works on every CouchDB. */
abstract class CutOverCases {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private Site site;
  private Database source;
  private Database target;

  abstract Site site();

  @BeforeEach
  void replicate() {
    site = site();
    source = site.create("from");
    target = site.create("to");
    Site.fill(source, 0, 1500);
    source.delete("doc-7", source.rev("doc-7").orElseThrow());
    source.put(Document.of("a \"quoted\" é/+%").set("x", "y"));
    source.put(Document.of("_design/app").set("language", "javascript"));
    conflict("doc-9", "2-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    ClientReplication.builder(source, target).build().start().await(LIMIT);
  }

  private void conflict(String id, String rev) {
    ObjectNode json = site.couch.mapper().createObjectNode();
    json.put("_id", id).put("_rev", rev).put("other", true);
    source.bulk().writeRevisions(List.of(Document.of(json)));
  }

  @AfterEach
  void cleanUp() {
    site.close();
  }

  @Test
  void findsTwoCopiesTheSame() {
    CutOverReport report = CutOver.between(source, target).check().await(LIMIT);
    assertThat(report.isSame()).as(report.toString()).isTrue();
    assertThat(report.source())
        .isEqualTo(new CutOverReport.Side(1501, 1, 1503, 1))
        .isEqualTo(report.target());
    // The replication's own checkpoint is on both sides, and the same.
    assertThat(report.localDocuments()).isEmpty();
  }

  @Test
  void namesWhatDiffersOnEitherSide() {
    source.put(Document.of("late"));
    conflict("doc-9", "2-bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
    target.delete("doc-1", target.rev("doc-1").orElseThrow());
    CutOverReport report = CutOver.between(source, target).check().await(LIMIT);
    assertThat(report.isSameContent()).isFalse();
    assertThat(report.missing())
        .extracting(CutOverReport.Revision::id)
        .containsExactlyInAnyOrder("late", "doc-9");
    assertThat(report.extra()).extracting(CutOverReport.Revision::id).containsExactly("doc-1");
    assertThat(report.toString()).contains("missing on target: 2", "only on target: 1");
  }

  @Test
  void copiesWhatReplicationDoesNotCarry() {
    source.putSecurity(
        Security.of(
            new Security.Group(List.of("boss"), List.of()),
            new Security.Group(List.of(), List.of("staff"))));
    source.put("_local/note", site.couch.mapper().createObjectNode().put("kept", "here"));
    source.request("PUT", "_revs_limit").body("application/json", new byte[] {'9', '9'}).json();
    CutOver cutOver = CutOver.between(source, target);
    CutOverReport before = cutOver.check().await(LIMIT);
    assertThat(before.isSameContent()).isTrue();
    assertThat(before.isSame()).isFalse();
    assertThat(before.notCarried()).containsExactly("_security", "_revs_limit: 99 and 1000");
    assertThat(before.ownLocalDocuments())
        .containsExactly(
            new CutOverReport.LocalDocument(
                "_local/note", CutOverReport.LocalDocument.Kind.OTHER, true, false));
    cutOver.copySecurity();
    cutOver.copyRevisionsLimit();
    assertThat(cutOver.copyLocalDocuments(id -> true)).isEqualTo(1);
    assertThat(cutOver.copyLocalDocuments(id -> true)).isZero();
    assertThat(cutOver.check().await(LIMIT).isSame()).isTrue();
  }
}
