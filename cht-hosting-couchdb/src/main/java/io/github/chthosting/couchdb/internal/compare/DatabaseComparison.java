package io.github.chthosting.couchdb.internal.compare;

import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseInfo;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.WorkMark;
import io.github.chthosting.couchdb.internal.rows.ChangesRow;
import io.github.chthosting.couchdb.internal.shards.CopiesProof;
import io.github.chthosting.operation.WorkContext;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Compares two live databases. One pass over the changes of each side, both at a time and without
 * documents, sums up their leaves by range. Only in the ranges that differ a second pass with
 * {@code _revs_diff} in both directions names the revisions.
 */
public final class DatabaseComparison {
  /** Number of times that a feed is read which was cut and then named too many documents. */
  private static final int LOOKS = 3;

  private final Database source;
  private final Database target;

  /**
   * The result of a comparison.
   *
   * @param source leaves of the source
   * @param target leaves of the target, over the ranges of the source
   * @param missing what the target has not
   * @param extra what only the target has
   */
  public record Leaves(
      RangeSums source, RangeSums target, MissingRevisions missing, MissingRevisions extra) {

    /** Returns whether all leaves are the same. */
    public boolean isSame() {
      return source.isSame(target);
    }
  }

  public DatabaseComparison(Database source, Database target) {
    this.source = source;
    this.target = target;
  }

  /**
   * Compares all leaves, once all copies of each side are proven to hold the same: the feed is of
   * one of them.
   */
  public Leaves leaves(WorkContext context) throws InterruptedException {
    requireWhole(context);
    RangeSums here = new RangeSums(RangeSums.rangesOf(source), source.info().partitioned());
    RangeSums there = here.blank();
    long total = size(source) + size(target);
    AtomicLong rows = new AtomicLong();
    String phase = "comparing " + source.name();
    InParallel.of(
        context,
        () -> sum(source, here, context, phase, rows, total),
        () -> sum(target, there, context, phase, rows, total));
    return named(context, here, there);
  }

  /** Requires that all copies of each side hold the same. */
  public void requireWhole(WorkContext context) {
    String operation = "comparing " + source.name() + " with " + target.name();
    CopiesProof.of(source, operation, context).require();
    CopiesProof.of(target, operation, context).require();
  }

  private Leaves named(WorkContext context, RangeSums here, RangeSums there)
      throws InterruptedException {
    MissingRevisions missing =
        new MissingRevisions(source, target, row -> !here.isSame(there, here.rangeOf(row)));
    RangeSums own = there.blank();
    MissingRevisions extra =
        new MissingRevisions(target, source, row -> !here.isSame(there, own.rangeOf(row)));
    if (!here.isSame(there)) {
      String phase = "looking for what differs in " + source.name();
      InParallel.of(
          context,
          () -> found(missing, context, phase, size(source)),
          () -> found(extra, context, phase, size(target)));
    }
    return new Leaves(here, there, missing, extra);
  }

  private static MissingRevisions found(
      MissingRevisions missing, WorkContext context, String phase, long total) {
    missing.find(context, phase, total);
    return missing;
  }

  /** Sums up one database over the ranges of {@code sums}. */
  public static RangeSums sum(Database database, RangeSums sums, WorkContext context) {
    String phase = "reading " + database.name();
    CopiesProof.of(database, phase, context).require();
    return sum(database, sums, context, phase, new AtomicLong(), size(database));
  }

  private static RangeSums sum(
      Database database,
      RangeSums sums,
      WorkContext context,
      String phase,
      AtomicLong rows,
      long total) {
    Consumer<ChangesRow> taker =
        row -> {
          sums.add(row);
          long done = rows.incrementAndGet();
          if (done % 1000 == 0) {
            context.checkCancelled();
            context.progress(phase, done, Math.max(done, total), "documents", 0);
          }
        };
    boolean resumed = LeafFeed.read(database, context, taker);
    for (int look = 1; look < LOOKS && resumed && isLong(sums.counts(), database); look++) {
      sums.clear();
      resumed = LeafFeed.read(database, context, taker);
    }
    return sums;
  }

  /** A feed that went on with another copy of a range may have named documents twice. */
  private static boolean isLong(Counts counts, Database database) {
    return counts.documents() + counts.deleted() > size(database);
  }

  private static long size(Database database) {
    DatabaseInfo info = database.info();
    return info.documents() + info.deleted();
  }

  /** Returns what replication does not carry and differs. */
  public List<String> uncarried() {
    return Uncarried.differences(Uncarried.of(source), Uncarried.of(target));
  }

  /** Sides that are not whole, since a restore or a rebuild fills them still, or was cut. */
  public List<String> unfinished() {
    return Stream.of(source, target)
        .flatMap(
            side -> WorkMark.in(Wire.of(side), side.name()).map(m -> m.said(side.name())).stream())
        .distinct()
        .toList();
  }

  /** {@code _local} documents that differ. */
  public List<LocalDocuments.Mismatch> locals() {
    return LocalDocuments.of(source).differences(LocalDocuments.of(target));
  }
}
