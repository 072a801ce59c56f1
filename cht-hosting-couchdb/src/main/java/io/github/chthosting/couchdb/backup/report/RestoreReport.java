package io.github.chthosting.couchdb.backup.report;

import io.github.chthosting.TimeSpan;
import java.time.Duration;
import java.util.List;

/**
 * The result of a restore.
 *
 * @param databases in order of their names in the backup
 * @param skipped databases of the backup that were left out, and why
 * @param elapsed how long it took
 */
public record RestoreReport(List<Restored> databases, List<String> skipped, Duration elapsed) {
  public RestoreReport {
    databases = List.copyOf(databases);
    skipped = List.copyOf(skipped);
  }

  /** Returns the number of leaf revisions that were written or were there already. */
  public long leaves() {
    return databases.stream().mapToLong(Restored::leaves).sum();
  }

  /**
   * Returns the number of documents, deleted ones included, that the restored databases have more
   * than before.
   */
  public long documents() {
    return databases.stream().mapToLong(Restored::documents).sum();
  }

  /** Leaves that were refused. */
  public long rejections() {
    return databases.stream().mapToLong(Restored::rejections).sum();
  }

  /** Returns a line for the whole, a line for each database, and what was left out or refused. */
  @Override
  public String toString() {
    ReportText text = new ReportText();
    text.line(
        "restored %,d databases: %,d documents, %,d leaf revisions, in %s",
        databases.size(), documents(), leaves(), TimeSpan.format(elapsed));
    text.some(databases, "databases", Restored::toString);
    if (rejections() > 0) {
      text.line("REFUSED: %,d leaf revisions are not in the target", rejections());
      List<String> refused =
          databases.stream()
              .flatMap(one -> one.rejected().stream().map(leaf -> one.target() + " " + leaf))
              .toList();
      text.some(refused, "refusals", line -> line);
    }
    skipped.forEach(left -> text.line("left out: %s", left));
    return text.toString();
  }

  /**
   * The result for one database.
   *
   * @param source its name in the backup
   * @param target its name now
   * @param documents that the target has more than before, deleted ones included, as CouchDB counts
   *     them after the restore
   * @param leaves that were written or were there already
   * @param rejections leaves that were refused
   * @param rejected the first 10,000 of them
   */
  public record Restored(
      String source,
      String target,
      long documents,
      long leaves,
      long rejections,
      List<RejectedDocument> rejected) {
    public Restored {
      rejected = List.copyOf(rejected);
    }

    @Override
    public String toString() {
      return ReportText.format(
          "%s: %,d documents, %,d leaf revisions%s",
          source.equals(target) ? target : source + " -> " + target,
          documents,
          leaves,
          rejections == 0 ? "" : ReportText.format(", %,d refused", rejections));
    }
  }
}
