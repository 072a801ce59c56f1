package io.github.chthosting.couchdb.verification;

import io.github.chthosting.couchdb.verification.RangeReport.Holding;
import java.util.List;

/**
 * The result of a verification for one database.
 *
 * @param source its name on the source
 * @param target its name on the target
 * @param ranges by the ranges of the source, in order; empty if it is not on the target
 * @param mismatches the first 1,000 of each kind
 * @param mismatchCount how many there are; with contents compared, at least so many
 * @param contents whether contents, histories and attachments were compared too
 * @param kept whether this was found by an earlier run, and neither side has changed since
 * @param place where both sides were when they were read
 */
public record DatabaseReport(
    String source,
    String target,
    List<RangeReport> ranges,
    List<Mismatch> mismatches,
    long mismatchCount,
    boolean contents,
    boolean kept,
    Place place) {
  public DatabaseReport {
    ranges = List.copyOf(ranges);
    mismatches = List.copyOf(mismatches);
  }

  /**
   * The sequences of both sides, before they were read; opaque.
   *
   * @param source update sequence of the source
   * @param target update sequence of the target
   * @param sourcePurges purge sequence of the source
   * @param targetPurges purge sequence of the target
   */
  public record Place(String source, String target, String sourcePurges, String targetPurges) {
    static final Place NONE = new Place("", "", "", "");
  }

  /** Returns whether both sides are the same. */
  public boolean isSame() {
    return mismatchCount == 0;
  }

  /** Returns what the source holds. */
  public Holding ofSource() {
    return ranges.stream().map(RangeReport::source).reduce(new Holding(0, 0, 0), Holding::plus);
  }

  /** Returns what the target holds. */
  public Holding ofTarget() {
    return ranges.stream().map(RangeReport::target).reduce(new Holding(0, 0, 0), Holding::plus);
  }

  /** Returns the ranges that differ. */
  public List<RangeReport> differingRanges() {
    return ranges.stream().filter(range -> !range.same()).toList();
  }
}
