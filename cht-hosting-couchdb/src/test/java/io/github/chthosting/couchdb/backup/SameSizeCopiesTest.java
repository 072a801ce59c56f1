package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.backup.report.BackupReport;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.shards.DatabaseCopies;
import io.github.chthosting.couchdb.internal.shards.DatabaseCopies.Copy;
import io.github.chthosting.couchdb.internal.shards.DatabaseCopies.Range;
import io.github.chthosting.http.Body;
import io.github.chthosting.testkit.RecordedRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies of a range that have as many documents and changes, and not the same ones. */
class SameSizeCopiesTest {
  private static final int DOCUMENTS = 20;

  @TempDir Path folder;
  private final Embedded embedded = new Embedded();
  private final Site site = new Site(embedded.couch());
  private Database medic;

  @AfterEach
  void stop() {
    site.close();
    embedded.close();
  }

  private void fill(int n) throws Exception {
    medic = embedded.couch().database(site.name("medic"));
    medic.create(DatabaseOptions.defaults().q(2).n(n));
    for (int i = 0; i < DOCUMENTS; i++) {
      medic.put("d" + i, Map.of("n", i));
    }
    assertThat(embedded.server().background().awaitIdle(Duration.ofSeconds(20))).isTrue();
    embedded.server().background().pauseShards();
  }

  private List<Range> ranges() {
    return DatabaseCopies.read(Wire.of(embedded.couch()), medic.name()).ranges();
  }

  /** Writes to each copy a document that no other has. */
  private void part() {
    for (Range range : ranges()) {
      range.copies().forEach(copy -> write(copy, "only-" + copy.node() + "-" + range.range(), 'b'));
    }
  }

  private static void write(Copy copy, String id, char digit) {
    String hash = Site.hash(digit);
    copy.file()
        .write(
            Body.json(
                "{\"new_edits\":false,\"docs\":[{\"_id\":\"%s\",\"_rev\":\"1-%s\",\"_revisions\":{\"start\":1,\"ids\":[\"%s\"]},\"n\":1}]}"
                    .formatted(id, hash, hash)));
  }

  private void assertSameSizes() {
    for (Range range : ranges()) {
      assertThat(range.copies()).extracting(Copy::rows).containsOnly(range.copies().get(0).rows());
    }
  }

  private BackupStore store() {
    return BackupStore.folder(folder.resolve("b"));
  }

  private BackupReport backUp() {
    return Backup.of(embedded.couch()).databases(medic.name()).to(store()).start().await();
  }

  private Set<String> restored() {
    Database copy = embedded.couch().database(site.name("copy"));
    Restore.from(store())
        .to(embedded.couch())
        .rename(medic.name(), copy.name())
        .n(1)
        .start()
        .await();
    Set<String> ids = new TreeSet<>();
    copy.request("GET", "_all_docs")
        .json()
        .path("rows")
        .forEach(row -> ids.add(row.path("id").asString("")));
    return ids;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void whatEachLacksIsTakenFromTheOthers(int n) throws Exception {
    fill(n);
    part();
    assertSameSizes();

    assertThat(backUp().isComplete()).isTrue();

    Verify.backup(store()).start().await().requireSame();
    assertThat(restored())
        .hasSize(DOCUMENTS + 2 * n)
        .filteredOn(id -> id.startsWith("only-"))
        .hasSize(2 * n);
  }

  /** The same document, changed on one copy and on the other in another way. */
  @Test
  void leavesOfOneDocumentAreTakenFromAllCopies() throws Exception {
    fill(2);
    Range range = ranges().get(0);
    write(range.copies().get(0), "both", 'b');
    write(range.copies().get(1), "both", 'c');
    assertSameSizes();

    BackupReport report = backUp();

    assertThat(report.leaves()).isEqualTo(DOCUMENTS + 2);
    assertThat(restored()).contains("both");
  }

  @Test
  void copiesThatAreTheSameAreReadOnceWithTheirDocuments() throws Exception {
    fill(3);

    assertThat(backUp().documents()).isEqualTo(DOCUMENTS);

    assertThat(feedsOfFiles())
        .hasSize(6)
        .noneMatch(request -> request.query().contains("include_docs"));
  }

  @Test
  void oneCopyOfEachRangeIsNotReadForIt() throws Exception {
    fill(1);

    assertThat(backUp().documents()).isEqualTo(DOCUMENTS);

    assertThat(feedsOfFiles()).isEmpty();
    assertThat(embedded.server().requests())
        .noneMatch(
            request -> request.path().contains("shards%2F") && request.path().startsWith("/_node"));
  }

  private List<RecordedRequest> feedsOfFiles() {
    return embedded.server().requests().stream()
        .filter(one -> one.path().contains("shards") && one.path().endsWith("_changes"))
        .toList();
  }
}
