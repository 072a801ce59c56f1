package io.github.chthosting.couchdb.verification;

import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.WorkMark;
import io.github.chthosting.couchdb.internal.compare.DatabaseComparison;
import io.github.chthosting.couchdb.internal.compare.LocalDocuments;
import io.github.chthosting.couchdb.internal.compare.RangeSums;
import io.github.chthosting.couchdb.internal.compare.Uncarried;
import io.github.chthosting.couchdb.verification.DatabaseReport.Place;
import io.github.chthosting.operation.WorkContext;
import java.util.ArrayList;
import java.util.List;

/** Compares a live database with what was written down. */
final class BaselineCheck {
  private final Fingerprint before;
  private final Database now;

  BaselineCheck(Fingerprint before, Database now) {
    this.before = before;
    this.now = now;
  }

  DatabaseReport run(WorkContext context) {
    Mismatches found = new Mismatches();
    List<RangeReport> ranges = List.of();
    if (!now.exists()) {
      found.add(Mismatch.Kind.DATABASE_MISSING, now.name());
    } else {
      RangeSums here = before.sums();
      ranges = ranges(here, DatabaseComparison.sum(now, here.blank(), context));
      ranges.stream()
          .filter(range -> !range.same())
          .forEach(range -> found.add(Mismatch.Kind.RANGE, range.range().toString()));
      Uncarried.differences(before.settings(), Uncarried.of(now))
          .forEach(item -> found.add(Mismatch.Kind.SETTING, item));
      found.addLocals(
          LocalDocuments.of(before.locals())
              .differences(LocalDocuments.of(LocalDocuments.of(now).own())));
      WorkMark.in(Wire.of(now), now.name())
          .ifPresent(mark -> found.add(Mismatch.Kind.UNFINISHED, mark.said(now.name())));
    }
    return new DatabaseReport(
        before.database(),
        now.name(),
        ranges,
        found.named(),
        found.count(),
        false,
        false,
        Place.NONE);
  }

  static List<RangeReport> ranges(RangeSums source, RangeSums target) {
    List<RangeReport> reports = new ArrayList<>();
    for (int range = 0; range < source.ranges().size(); range++) {
      reports.add(RangeReport.of(source.ranges().get(range), source.sum(range), target.sum(range)));
    }
    return reports;
  }
}
