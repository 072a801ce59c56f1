package io.github.chthosting.couchdb.replication;

import io.github.chthosting.Operation;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.internal.compare.Counts;
import io.github.chthosting.couchdb.internal.compare.DatabaseComparison;
import io.github.chthosting.couchdb.internal.compare.LocalDocuments;
import io.github.chthosting.couchdb.internal.compare.MissingRevisions;
import io.github.chthosting.couchdb.internal.compare.RangeSums;
import io.github.chthosting.couchdb.internal.compare.Uncarried;
import io.github.chthosting.couchdb.replication.CutOverReport.LocalDocument;
import io.github.chthosting.operation.Operations;
import io.github.chthosting.operation.WorkContext;
import java.util.List;
import java.util.function.Predicate;

/** A cut-over check of two databases over HTTP. */
final class DatabaseCutOver implements CutOver {
  private final Database source;
  private final Database target;

  DatabaseCutOver(Database source, Database target) {
    this.source = source;
    this.target = target;
  }

  @Override
  public Operation<CutOverReport> check() {
    return Operations.start(
        "comparing " + source.name() + " with " + target.name(), this::compared);
  }

  private CutOverReport compared(WorkContext context) throws InterruptedException {
    DatabaseComparison comparison = new DatabaseComparison(source, target);
    DatabaseComparison.Leaves leaves = comparison.leaves(context);
    return new CutOverReport(
        side(leaves.source()),
        side(leaves.target()),
        leaves.isSame(),
        revisions(leaves.missing()),
        leaves.missing().count(),
        revisions(leaves.extra()),
        leaves.extra().count(),
        comparison.uncarried(),
        comparison.locals().stream().map(DatabaseCutOver::local).toList(),
        comparison.unfinished());
  }

  private static CutOverReport.Side side(RangeSums sums) {
    Counts counts = sums.counts();
    return new CutOverReport.Side(
        counts.documents(), counts.deleted(), counts.leaves(), counts.designs());
  }

  private static List<CutOverReport.Revision> revisions(MissingRevisions missing) {
    return missing.named().stream()
        .map(one -> new CutOverReport.Revision(one.id(), one.revision()))
        .toList();
  }

  private static LocalDocument local(LocalDocuments.Mismatch local) {
    LocalDocument.Kind kind = LocalDocument.Kind.valueOf(local.kind().name());
    return new LocalDocument(local.id(), kind, local.here(), local.there());
  }

  @Override
  public void copySecurity() {
    Uncarried.copy(source, target, "_security");
  }

  @Override
  public void copyRevisionsLimit() {
    Uncarried.copy(source, target, "_revs_limit");
  }

  @Override
  public void copyPurgedInfosLimit() {
    Uncarried.copy(source, target, "_purged_infos_limit");
  }

  @Override
  public int copyLocalDocuments(Predicate<String> chosen) {
    return LocalDocuments.copy(source, target, chosen);
  }
}
