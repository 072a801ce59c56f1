package io.github.chthosting.couchdb.backup.report;

import io.github.chthosting.ByteSize;
import io.github.chthosting.TimeSpan;
import io.github.chthosting.couchdb.backup.store.BackupManifest;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * The result of a backup.
 *
 * @param manifest of the whole
 * @param databases one manifest each, in order of name
 * @param elapsed how long it took
 */
public record BackupReport(
    BackupManifest manifest, List<DatabaseManifest> databases, Duration elapsed) {
  public BackupReport {
    databases = List.copyOf(databases);
  }

  /** Returns the number of documents, deleted ones included. */
  public long documents() {
    return databases.stream().mapToLong(database -> database.counts().documents()).sum();
  }

  /** Returns the number of leaf revisions: more than documents where there are conflicts. */
  public long leaves() {
    return databases.stream().mapToLong(database -> database.counts().leaves()).sum();
  }

  /** Returns the bytes of JSON before compression. */
  public long bytes() {
    return databases.stream().mapToLong(database -> database.counts().bytes()).sum();
  }

  /** Returns the bytes of all parts in the store. */
  public long stored() {
    return databases.stream()
        .flatMap(database -> database.parts().stream())
        .mapToLong(DatabaseManifest.Part::bytes)
        .sum();
  }

  /** Returns whether nothing is known to be missing. */
  public boolean isComplete() {
    return databases.stream().allMatch(database -> database.shortfall().isEmpty());
  }

  /** Returns a line for the whole and a line for each database, the largest first. */
  @Override
  public String toString() {
    ReportText text = new ReportText();
    text.line(
        "backed up %,d databases: %,d documents, %,d leaf revisions, %s of JSON, %s stored, in %s",
        databases.size(),
        documents(),
        leaves(),
        ByteSize.format(bytes()),
        ByteSize.format(stored()),
        TimeSpan.format(elapsed));
    List<DatabaseManifest> largest =
        databases.stream().sorted(Comparator.comparingLong(one -> -one.counts().bytes())).toList();
    text.some(largest, "databases", BackupReport::line);
    return text.toString();
  }

  private static String line(DatabaseManifest database) {
    DatabaseManifest.Counts counts = database.counts();
    String line =
        ReportText.format(
            "%s: %,d documents, %,d of them deleted, %,d attachments, %s",
            database.name(),
            counts.documents(),
            counts.deleted(),
            counts.attachments(),
            ByteSize.format(counts.bytes()));
    if (counts.changed() > 0) {
      line += "; it was written to meanwhile, the counts may be off by " + counts.changed();
    }
    return line + database.shortfall().map(why -> "; INCOMPLETE: " + why).orElse("");
  }
}
