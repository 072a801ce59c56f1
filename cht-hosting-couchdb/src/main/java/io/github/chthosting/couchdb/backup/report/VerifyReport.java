package io.github.chthosting.couchdb.backup.report;

import io.github.chthosting.TimeSpan;
import io.github.chthosting.VerificationFailedException;
import java.time.Duration;
import java.util.List;

/**
 * The result of a verification.
 *
 * @param documents of the backup, deleted ones included
 * @param leaves of the backup
 * @param differences how many; at least so many where there are very many
 * @param incomplete databases of which the backup itself says that documents are missing, and which
 * @param listed the first of them, up to 1,000 a database
 * @param notCompared what of the backup was not compared with the live database, and why
 * @param elapsed how long it took
 */
public record VerifyReport(
    long documents,
    long leaves,
    long differences,
    List<String> incomplete,
    List<Difference> listed,
    List<String> notCompared,
    Duration elapsed) {
  public VerifyReport {
    incomplete = List.copyOf(incomplete);
    listed = List.copyOf(listed);
    notCompared = List.copyOf(notCompared);
  }

  /** A report of a verification that compared all. */
  public VerifyReport(
      long documents,
      long leaves,
      long differences,
      List<String> incomplete,
      List<Difference> listed,
      Duration elapsed) {
    this(documents, leaves, differences, incomplete, listed, List.of(), elapsed);
  }

  /**
   * Returns this report if nothing differs and the backup is complete.
   *
   * @throws VerificationFailedException naming the first difference
   */
  public VerifyReport requireSame() {
    if (!incomplete.isEmpty()) {
      throw new VerificationFailedException(
          "verification", "the backup is incomplete: " + incomplete, null);
    }
    if (differences > 0) {
      throw new VerificationFailedException(
          "verification",
          listed.isEmpty()
              ? "%d differences".formatted(differences)
              : "%d differences; the first: %s".formatted(differences, listed.get(0)),
          null);
    }
    return this;
  }

  /** Returns what was compared and, where something differs, a line for each of the first. */
  @Override
  public String toString() {
    ReportText text = new ReportText();
    text.line(
        "compared %,d documents, %,d leaf revisions, in %s: %s",
        documents,
        leaves,
        TimeSpan.format(elapsed),
        differences == 0 ? "nothing differs" : ReportText.format("%,d differences", differences));
    incomplete.forEach(one -> text.line("INCOMPLETE: %s", one));
    notCompared.forEach(one -> text.line("not compared: %s", one));
    text.some(listed, "that are listed", Difference::toString);
    return text.toString();
  }
}
