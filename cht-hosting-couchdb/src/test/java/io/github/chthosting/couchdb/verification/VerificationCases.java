package io.github.chthosting.couchdb.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.Document;
import io.github.chthosting.couchdb.Security;
import io.github.chthosting.couchdb.replication.ClientReplication;
import io.github.chthosting.couchdb.replication.Site;
import io.github.chthosting.couchdb.shards.ShardMap;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Verification, as it works on every CouchDB. The target has another q. */
public abstract class VerificationCases {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir private Path folder;
  private Site site;
  private Site other;
  private Database source;
  private Database target;

  abstract Site source();

  /** The same, or another server. */
  abstract Site target();

  @BeforeEach
  void replicate() {
    site = source();
    other = target();
    source = site.create("v-from");
    target = other.named(source.name() + "-copy");
    target.create(DatabaseOptions.defaults().q(3).n(1));
    Site.fill(source, 0, 1200);
    source.delete("doc-7", source.rev("doc-7").orElseThrow());
    revision("doc-9", "2-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "conflict");
    source.put(Document.of("a \"quoted\" é/+%").set("x", "y"));
    String rev = source.put(Document.of("with"));
    byte[] bytes = "attached".repeat(100).getBytes(StandardCharsets.UTF_8);
    source.attachments().put("with", "file", Optional.of(rev), "text/plain", bytes);
    ClientReplication.builder(source, target).build().start().await(LIMIT);
  }

  private void revision(String id, String rev, String says) {
    ObjectNode json = site.couch.mapper().createObjectNode();
    json.put("_id", id).put("_rev", rev).put("says", says);
    assertThat(source.bulk().writeRevisions(List.of(Document.of(json)))).isEmpty();
  }

  @AfterEach
  void cleanUp() {
    if (other != site) {
      other.close();
    }
    site.close();
  }

  private Verification verification() {
    return Verification.between(source, target);
  }

  private VerificationReport run(Verification verification) {
    return verification.start().await(LIMIT);
  }

  @Test
  void findsACopyTheSameRangeByRange() {
    VerificationReport report = run(verification().contents());
    assertThat(report.isSame()).as(report.toString()).isTrue();
    DatabaseReport database = report.requireSame().databases().get(0);
    assertThat(database.ranges()).hasSize(2).allMatch(RangeReport::same);
    assertThat(database.ofSource())
        .isEqualTo(new RangeReport.Holding(1201, 1, 1203))
        .isEqualTo(database.ofTarget());
    assertThat(report.table()).contains("same, contents too").contains("1,203");
    assertThat(report.json().path("databases").path(0).path("ranges").size()).isEqualTo(2);
  }

  @Test
  void namesRevisionsThatDifferInTheirRangeOnly() {
    source.put(Document.of("late"));
    VerificationReport report = run(verification());
    DatabaseReport database = report.differing().get(0);
    assertThat(database.differingRanges())
        .singleElement()
        .satisfies(range -> assertThat(range.range()).isEqualTo(rangeOf("late")));
    assertThat(database.mismatches())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.kind()).isEqualTo(Mismatch.Kind.REVISION_MISSING);
              assertThat(one.what()).startsWith("late 1-");
            });
    assertThatThrownBy(report::requireSame)
        .isExactlyInstanceOf(VerificationFailedException.class)
        .hasMessageContaining("REVISION_MISSING late 1-");
  }

  private Object rangeOf(String id) {
    return ShardMap.of(source).shardOf(id).range();
  }

  @Test
  void namesWhatOnlyTheTargetHas() {
    target.delete("doc-1", target.rev("doc-1").orElseThrow());
    target.put(Document.of("stranger"));
    assertThat(run(verification()).databases().get(0).mismatches())
        .extracting(Mismatch::kind)
        .containsExactly(Mismatch.Kind.REVISION_EXTRA, Mismatch.Kind.REVISION_EXTRA);
  }

  @Test
  void findsAnotherContentUnderTheSameRevisionOnlyWhenContentsAreCompared() {
    String rev = "1-cccccccccccccccccccccccccccccccc";
    revision("forged", rev, "this");
    ObjectNode json = other.couch.mapper().createObjectNode();
    json.put("_id", "forged").put("_rev", rev).put("says", "that");
    target.bulk().writeRevisions(List.of(Document.of(json)));
    assertThat(run(verification()).isSame()).isTrue();
    VerificationReport report = run(verification().contents());
    assertThat(report.databases().get(0).mismatches())
        .containsExactly(new Mismatch(Mismatch.Kind.CONTENT, "forged " + rev));
    assertThat(report.databases().get(0).mismatchCount()).isEqualTo(1);
  }

  @Test
  void comparesWhatReplicationDoesNotCarry() {
    source.putSecurity(
        Security.of(
            new Security.Group(List.of("boss"), List.of()),
            new Security.Group(List.of(), List.of("staff"))));
    source.upkeep().revisionsLimit(99);
    source.put("_local/note", Map.of("kept", "here"));
    target.put("_local/other", Map.of("kept", "there"));
    DatabaseReport database = run(verification()).databases().get(0);
    assertThat(database.mismatches())
        .containsExactly(
            new Mismatch(Mismatch.Kind.SETTING, "_security"),
            new Mismatch(Mismatch.Kind.SETTING, "_revs_limit: 99 and 1000"),
            new Mismatch(Mismatch.Kind.LOCAL_DOCUMENT, "_local/note is not on the target"),
            new Mismatch(Mismatch.Kind.LOCAL_DOCUMENT, "_local/other is only on the target"));
    assertThat(database.ranges()).allMatch(RangeReport::same);
  }

  @Test
  void doesNotReadAgainWhatHasNotChanged() {
    Path file = folder.resolve("report.json");
    assertThat(run(verification().resuming(file)).databases().get(0).kept()).isFalse();
    source.put("_local/note", Map.of("kept", "here"));
    VerificationReport again = run(verification().resuming(file));
    assertThat(again.databases().get(0).kept()).isTrue();
    assertThat(again.databases().get(0).mismatchCount()).isEqualTo(1);
    assertThat(again.databases().get(0).ofSource().leaves()).isEqualTo(1203);
    // Contents were not compared by that run.
    assertThat(run(verification().contents().resuming(file)).databases().get(0).kept()).isFalse();
    target.put(Document.of("more"));
    VerificationReport changed = run(verification().resuming(file));
    assertThat(changed.databases().get(0).kept()).isFalse();
    assertThat(changed.databases().get(0).mismatchCount()).isEqualTo(2);
  }

  @Test
  void comparesServersAndNamesADatabaseThatIsMissing() {
    Database lost = site.create("v-lost");
    VerificationReport report =
        run(
            Verification.between(site.couch, other.couch)
                .databases(name -> name.equals(source.name()) || name.equals(lost.name()))
                .named(name -> target.name().replace(source.name(), name)));
    assertThat(report.databases()).hasSize(2);
    assertThat(report.differing().get(0).mismatches())
        .containsExactly(
            new Mismatch(
                Mismatch.Kind.DATABASE_MISSING, target.name().replace(source.name(), lost.name())));
    assertThat(report.databases().get(0).isSame()).isTrue();
  }

  @Test
  void comparesWithWhatWasWrittenDown() {
    source.put("_local/note", Map.of("kept", "here"));
    Path file = folder.resolve("baseline.json");
    Baseline.take(site.couch, source.name()::equals).await(LIMIT).write(file);
    Baseline baseline = Baseline.read(file);
    assertThat(run(Verification.since(baseline, site.couch)).isSame()).isTrue();
    source.put(Document.of("late"));
    source.upkeep().purge(Map.of("doc-3", List.of(source.rev("doc-3").orElseThrow())));
    source.delete("_local/note", source.rev("_local/note").orElseThrow());
    DatabaseReport report = run(Verification.since(baseline, site.couch)).databases().get(0);
    assertThat(report.mismatches())
        .extracting(Mismatch::toString)
        .contains("LOCAL_DOCUMENT _local/note is not on the target", "RANGE " + rangeOf("late"))
        .contains("RANGE " + rangeOf("doc-3"));
  }
}
