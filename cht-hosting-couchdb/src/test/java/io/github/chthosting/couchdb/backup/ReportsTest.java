package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.couchdb.backup.report.BackupReport;
import io.github.chthosting.couchdb.backup.report.Difference;
import io.github.chthosting.couchdb.backup.report.RejectedDocument;
import io.github.chthosting.couchdb.backup.report.RestoreReport;
import io.github.chthosting.couchdb.backup.report.VerifyReport;
import io.github.chthosting.couchdb.backup.store.BackupManifest;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

/** The texts of reports, as a person reads them. */
class ReportsTest {
  private static DatabaseManifest database(String name, long documents, long changed) {
    DatabaseManifest.State state =
        new DatabaseManifest.State(documents, 0, "5-" + "g1AAAA".repeat(500), "0-x");
    DatabaseManifest.Counts counts =
        new DatabaseManifest.Counts(
            documents, 7, 0, documents + 1, 2, 0, 3, 3, documents * 1300, changed);
    return new DatabaseManifest(
        name,
        8,
        2,
        false,
        1000,
        1000,
        JsonNodeFactory.instance.objectNode(),
        state,
        state,
        state.updateSeq(),
        counts,
        List.of(
            new DatabaseManifest.Part(
                DatabaseManifest.Kind.DOCUMENTS, "p", documents, documents * 200, 0, "0")),
        null);
  }

  private static BackupReport report(List<DatabaseManifest> databases) {
    BackupManifest manifest =
        new BackupManifest(
            BackupManifest.FORMAT,
            BackupManifest.VERSION,
            "id",
            "tool",
            "2026-11-29T00:00:00Z",
            "2026-11-29T00:00:09Z",
            new BackupManifest.Server("3.5.2", "x", "u"),
            List.of());
    return new BackupReport(manifest, databases, Duration.ofMillis(9_340));
  }

  @Test
  void aBackupIsALineADatabase() {
    assertThat(report(List.of(database("_users", 1000, 0), database("medic", 100_000, 2))))
        .hasToString(
            """
            backed up 2 databases: 101,000 documents, 101,002 leaf revisions, 131.3 MB of JSON, 20.2 MB stored, in 9.3 s
              medic: 100,000 documents, 7 of them deleted, 3 attachments, 130.0 MB; it was written to meanwhile, the counts may be off by 2
              _users: 1,000 documents, 7 of them deleted, 3 attachments, 1.3 MB""");
  }

  @Test
  void aBackupOfManyDatabasesIsNotAHundredLines() {
    List<DatabaseManifest> many =
        IntStream.range(0, 300).mapToObj(i -> database("medic-user-" + i, i, 0)).toList();
    assertThat(report(many).toString().lines()).hasSize(22).endsWith("  and 280 more databases");
  }

  @Test
  void aRestoreTellsWhatWasRefusedAndLeftOut() {
    RestoreReport.Restored medic =
        new RestoreReport.Restored(
            "medic",
            "medic-copy",
            99,
            100,
            1,
            List.of(new RejectedDocument("a", "1-x", "forbidden", "no name")));
    RestoreReport.Restored users =
        new RestoreReport.Restored("_users", "_users", 1, 1, 0, List.of());
    assertThat(
            new RestoreReport(
                List.of(users, medic), List.of("_replicator: holds jobs"), Duration.ofSeconds(125)))
        .hasToString(
            """
            restored 2 databases: 100 documents, 101 leaf revisions, in 2 min 5 s
              _users: 1 documents, 1 leaf revisions
              medic -> medic-copy: 99 documents, 100 leaf revisions, 1 refused
            REFUSED: 1 leaf revisions are not in the target
              medic-copy a 1-x: forbidden - no name
            left out: _replicator: holds jobs""");
  }

  @Test
  void aVerificationTellsTheFirstDifferences() {
    assertThat(new VerifyReport(1200, 1300, 0, List.of(), List.of(), Duration.ofSeconds(4000)))
        .hasToString(
            "compared 1,200 documents, 1,300 leaf revisions, in 1 h 6 min: nothing differs");
    Difference missing = new Difference("medic", Difference.Kind.MISSING, "a", "1-x");
    assertThat(new VerifyReport(1200, 1300, 1, List.of(), List.of(missing), Duration.ofSeconds(1)))
        .hasToString(
            """
            compared 1,200 documents, 1,300 leaf revisions, in 1.0 s: 1 differences
              MISSING medic a 1-x""");
  }
}
