package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.couchdb.backup.report.BackupReport;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.shards.DatabaseCopies;
import io.github.chthosting.couchdb.internal.shards.DatabaseCopies.Copy;
import io.github.chthosting.couchdb.internal.shards.DatabaseCopies.Range;
import io.github.chthosting.http.Body;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Backups of a database of which copies are empty, or lack documents: whole. */
class DegradedBackupTest extends DegradedBackupCase {
  /** The first node is the one that answers. */
  @ParameterizedTest
  @CsvSource({"2,0", "2,1", "3,0", "3,1", "3,2"})
  void anEmptiedCopyIsMadeUpForByTheOthers(int n, int victim) throws Exception {
    fill(n);
    empty(server.node(victim).name());

    assertWhole(backup().start().await().databases().get(0));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void twoEmptiedCopiesAreToo(int survivor) throws Exception {
    fill(3);
    server.nodes().stream()
        .filter(node -> node != server.node(survivor))
        .forEach(node -> empty(node.name()));

    assertWhole(backup().start().await().databases().get(0));
  }

  /** The only copy is emptied: nothing else tells what it lacked. */
  @Test
  void theOnlyCopyThatWasEmptiedIsWhatThereIs() throws Exception {
    fill(1);
    int full = truth.size();
    empty(holder());
    truth.clear();
    truth.putAll(leaves(medic));
    assertThat(truth).hasSizeLessThan(full);

    assertWhole(backup().start().await().databases().get(0));
  }

  @Test
  void copiesThatEachLackSomethingAreMerged() throws Exception {
    fill(3);
    empty(server.node(1).name());
    for (Range range : DatabaseCopies.read(Wire.of(couch), medic.name()).ranges()) {
      for (Copy copy : range.copies()) {
        String id = "only-" + copy.node() + "-" + range.range();
        String rev = "2-" + Site.hash('b');
        copy.file()
            .write(
                Body.json(
                    "{\"new_edits\":false,\"docs\":[{\"_id\":\"%s\",\"_rev\":\"%s\",\"_revisions\":{\"start\":2,\"ids\":[\"%s\",\"%s\"]},\"n\":1}]}"
                        .formatted(id, rev, Site.hash('b'), Site.hash('a'))));
      }
    }
    BackupReport report = backup().start().await();

    assertThat(report.isComplete()).isTrue();
    Verify.backup(store()).start().await().requireSame();
    String copy = site.name("copy");
    Restore.from(store()).to(couch).rename(medic.name(), copy).n(1).start().await();
    Map<String, Map<String, String>> restored = leaves(couch.database(copy));
    assertThat(restored).hasSize(truth.size() + 6).containsAllEntriesOf(truth);
    assertThat(restored.keySet()).filteredOn(id -> id.startsWith("only-")).hasSize(6);
  }

  @Test
  void copiesThatAgreeAreReadByTheDatabasesOwnFeed() throws Exception {
    fill(3);

    backup().start().await();

    assertThat(server.requests())
        .noneMatch(
            one ->
                one.path().contains("shards")
                    && one.path().endsWith("_changes")
                    && one.query().contains("include_docs"));
  }
}
