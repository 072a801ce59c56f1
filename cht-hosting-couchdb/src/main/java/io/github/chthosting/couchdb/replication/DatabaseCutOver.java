package io.github.chthosting.couchdb.replication;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.chthosting.Operation;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseInfo;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.http.Call;
import io.github.chthosting.operation.Operations;
import io.github.chthosting.operation.WorkContext;
import java.util.ArrayList;
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

  private CutOverReport compared(WorkContext context) {
    DatabaseInfo expected = source.info();
    long total = expected.documents() + expected.deleted();
    LeafSum sourceSum = sum(source, context, "reading the source", total);
    LeafSum targetSum = sum(target, context, "reading the target", total);
    MissingRevisions missing = new MissingRevisions(source, target);
    MissingRevisions extra = new MissingRevisions(target, source);
    if (!sourceSum.isSame(targetSum)) {
      missing.find(context, "looking for what the target has not", total);
      extra.find(context, "looking for what only the target has", total);
    }
    return new CutOverReport(
        sourceSum.side(),
        targetSum.side(),
        missing.named(),
        missing.count(),
        extra.named(),
        extra.count(),
        notCarried(expected, target.info()),
        locals(source).differences(locals(target)));
  }

  private static LeafSum sum(Database database, WorkContext context, String phase, long total) {
    LeafSum sum = new LeafSum();
    long[] rows = {0};
    LeafFeed.read(
        Wire.of(database),
        database.name(),
        row -> {
          sum.add(row);
          if (++rows[0] % 1000 == 0) {
            context.checkCancelled();
            context.progress(phase, rows[0], Math.max(rows[0], total), "documents", 0);
          }
        });
    return sum;
  }

  private List<String> notCarried(DatabaseInfo from, DatabaseInfo to) {
    List<String> differences = new ArrayList<>();
    compare(differences, "_security");
    compare(differences, "_revs_limit");
    if (from.partitioned() != to.partitioned()) {
      differences.add("partitioned: " + from.partitioned() + " and " + to.partitioned());
    }
    return differences;
  }

  private void compare(List<String> differences, String name) {
    JsonNode left = get(source, name);
    JsonNode right = get(target, name);
    if (!left.equals(right)) {
      differences.add(left.isNumber() ? name + ": " + left + " and " + right : name);
    }
  }

  private static JsonNode get(Database database, String name) {
    return Wire.of(database).json(Call.of("GET", database.name(), name));
  }

  private static LocalDocuments locals(Database database) {
    return LocalDocuments.of(Wire.of(database), database.name());
  }

  @Override
  public void copySecurity() {
    copy("_security");
  }

  @Override
  public void copyRevisionsLimit() {
    copy("_revs_limit");
  }

  private void copy(String name) {
    JsonNode value = get(source, name);
    if (!value.equals(get(target, name))) {
      Wire wire = Wire.of(target);
      wire.run(wire.put(List.of(target.name(), name), value).asRepeatable());
    }
  }

  @Override
  public int copyLocalDocuments(Predicate<String> chosen) {
    LocalDocuments from = locals(source);
    LocalDocuments to = locals(target);
    int written = 0;
    for (CutOverReport.LocalDocument local : from.differences(to)) {
      boolean own = local.kind() == CutOverReport.LocalDocument.Kind.OTHER;
      if (own && local.onSource() && chosen.test(local.id())) {
        ObjectNode copy = from.content(local.id());
        to.revision(local.id()).ifPresent(rev -> copy.put("_rev", rev));
        target.put(local.id(), copy);
        written++;
      }
    }
    return written;
  }
}
