package io.github.chthosting.couchdb.verification;

import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseInfo;
import io.github.chthosting.couchdb.backup.report.Difference;
import io.github.chthosting.couchdb.internal.Interruptible;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.backup.DatabaseWire;
import io.github.chthosting.couchdb.internal.compare.DatabaseComparison;
import io.github.chthosting.couchdb.internal.verify.LeafComparison;
import io.github.chthosting.couchdb.verification.DatabaseReport.Place;
import io.github.chthosting.http.Call;
import io.github.chthosting.operation.WorkContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares two live databases. */
final class DatabaseCheck {
  private final Database source;
  private final Database target;
  private final boolean contents;

  DatabaseCheck(Database source, Database target, boolean contents) {
    this.source = source;
    this.target = target;
    this.contents = contents;
  }

  DatabaseReport run(WorkContext context, Optional<DatabaseReport> earlier)
      throws InterruptedException {
    if (!target.exists()) {
      source.info();
      Mismatches missing = new Mismatches();
      missing.add(Mismatch.Kind.DATABASE_MISSING, target.name());
      return report(List.of(), missing, false, Place.NONE);
    }
    Place place = place();
    Optional<DatabaseReport> kept = earlier.filter(this::isStill);
    Mismatches found = new Mismatches();
    if (kept.isPresent()) {
      new DatabaseComparison(source, target).requireWhole(context);
    }
    List<RangeReport> ranges = kept.isPresent() ? kept.get().ranges() : leaves(context, found);
    if (contents && kept.isEmpty()) {
      contents(context, found);
    }
    DatabaseComparison sides = new DatabaseComparison(source, target);
    sides.uncarried().forEach(item -> found.add(Mismatch.Kind.SETTING, item));
    found.addLocals(sides.locals());
    sides.unfinished().forEach(work -> found.add(Mismatch.Kind.UNFINISHED, work));
    return report(ranges, found, kept.isPresent(), kept.map(DatabaseReport::place).orElse(place));
  }

  private DatabaseReport report(
      List<RangeReport> ranges, Mismatches found, boolean kept, Place place) {
    return new DatabaseReport(
        source.name(), target.name(), ranges, found.named(), found.count(), contents, kept, place);
  }

  private Place place() {
    DatabaseInfo here = source.info();
    DatabaseInfo there = target.info();
    return new Place(
        here.updateSequence(), there.updateSequence(), here.purgeSequence(), there.purgeSequence());
  }

  /** Returns whether that was the same, compared as much as now, and neither side has changed. */
  private boolean isStill(DatabaseReport earlier) {
    boolean enough = earlier.contents() || !contents;
    boolean same = earlier.ranges().stream().allMatch(RangeReport::same);
    boolean leaves =
        earlier.mismatches().stream()
            .allMatch(
                one ->
                    one.kind() == Mismatch.Kind.SETTING
                        || one.kind() == Mismatch.Kind.LOCAL_DOCUMENT
                        || one.kind() == Mismatch.Kind.UNFINISHED);
    return enough
        && same
        && leaves
        && !earlier.ranges().isEmpty()
        && earlier.target().equals(target.name())
        && isUnchanged(source, earlier.place().source(), earlier.place().sourcePurges())
        && isUnchanged(target, earlier.place().target(), earlier.place().targetPurges());
  }

  /** A purge is in no feed. */
  private static boolean isUnchanged(Database database, String sequence, String purges) {
    if (sequence.isEmpty() || !database.info().purgeSequence().equals(purges)) {
      return false;
    }
    Call call =
        Call.of("GET", database.name(), "_changes").query("since", sequence).query("limit", 1);
    return Wire.of(database).json(call).path("results").isEmpty();
  }

  private List<RangeReport> leaves(WorkContext context, Mismatches found)
      throws InterruptedException {
    DatabaseComparison.Leaves leaves = new DatabaseComparison(source, target).leaves(context);
    found.addRevisions(Mismatch.Kind.REVISION_MISSING, leaves.missing());
    found.addRevisions(Mismatch.Kind.REVISION_EXTRA, leaves.extra());
    if (!leaves.isSame() && found.count() == 0) {
      found.add(Mismatch.Kind.UNSTEADY, source.name());
    }
    return BaselineCheck.ranges(leaves.source(), leaves.target());
  }

  private void contents(WorkContext context, Mismatches found) {
    context.progress("comparing contents of " + source.name(), 0, -1, "documents", 0);
    List<Difference> listed = new ArrayList<>();
    LeafComparison comparison = new LeafComparison(live(source), live(target));
    LeafComparison.Found result =
        Interruptible.run(
            context,
            () -> {
              try {
                return comparison.compare(source.name(), listed);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    found.addContents(listed, result.differences());
  }

  private static LeafComparison.Side live(Database database) {
    return LeafComparison.live(new DatabaseWire(Wire.of(database), database.name()));
  }
}
