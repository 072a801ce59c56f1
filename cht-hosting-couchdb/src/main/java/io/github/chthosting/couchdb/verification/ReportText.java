package io.github.chthosting.couchdb.verification;

import io.github.chthosting.couchdb.verification.RangeReport.Holding;
import java.util.ArrayList;
import java.util.List;

/** A report for a person. */
final class ReportText {
  private static final int SHOWN = 10;
  private static final String ROW = "%-28s %-10s %12s %12s %12s %12s  %s";

  private ReportText() {}

  static String table(VerificationReport report) {
    List<String> lines = new ArrayList<>();
    lines.add(
        ROW.formatted(
            "database", "range", "source docs", "leaves", "target docs", "leaves", "result"));
    for (DatabaseReport database : report.databases()) {
      rows(database, lines);
    }
    report.extra().forEach(name -> lines.add("only on the target, not compared: " + name));
    lines.add(
        "%s, %d databases, %.1f s"
            .formatted(
                report.isSame() ? "the same" : report.differing().size() + " differ",
                report.databases().size(),
                report.elapsed().toMillis() / 1000.0));
    return String.join("\n", lines);
  }

  private static void rows(DatabaseReport database, List<String> lines) {
    String result = database.isSame() ? "same" : database.mismatchCount() + " differences";
    String how = (database.contents() ? ", contents too" : "") + (database.kept() ? ", kept" : "");
    lines.add(
        row(database.source(), "all", database.ofSource(), database.ofTarget(), result + how));
    for (RangeReport range : database.differingRanges()) {
      String name = range.range().toString().substring(0, 8) + "-";
      lines.add(row("", name, range.source(), range.target(), "differs"));
    }
    database.mismatches().stream().limit(SHOWN).forEach(one -> lines.add("  " + one));
    long more = database.mismatchCount() - Math.min(SHOWN, database.mismatches().size());
    if (more > 0) {
      lines.add("  and " + more + " more");
    }
  }

  private static String row(
      String name, String range, Holding source, Holding target, String result) {
    return ROW.formatted(
        name,
        range,
        "%,d".formatted(source.documents()),
        "%,d".formatted(source.leaves()),
        "%,d".formatted(target.documents()),
        "%,d".formatted(target.leaves()),
        result);
  }
}
