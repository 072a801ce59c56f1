package io.github.chthosting.couchdb.replication;

import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.rows.ChangesRow;
import io.github.chthosting.couchdb.internal.rows.Json;
import io.github.chthosting.operation.WorkContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Leaf revisions of one database that another has not. Not thread-safe. */
final class MissingRevisions {
  private static final int AT_ONCE = 1000;
  private static final int NAMED = 1000;

  private final Database from;
  private final Database to;
  private final List<CutOverReport.Revision> named = new ArrayList<>();
  private final Map<String, List<String>> batch = new LinkedHashMap<>();
  private long count;
  private long read;

  MissingRevisions(Database from, Database to) {
    this.from = from;
    this.to = to;
  }

  void find(WorkContext context, String phase, long total) {
    LeafFeed.read(
        Wire.of(from),
        from.name(),
        row -> {
          add(row);
          if (batch.size() == AT_ONCE) {
            ask();
            context.checkCancelled();
            context.progress(phase, read, Math.max(read, total), "documents", 0);
          }
        });
    ask();
  }

  private void add(ChangesRow row) {
    read++;
    List<String> revisions = new ArrayList<>();
    for (int i = 0; i < row.leaves().count(); i++) {
      int start = row.leaves().start(i);
      revisions.add(
          new String(row.bytes(), start, row.leaves().end(i) - start, StandardCharsets.US_ASCII));
    }
    batch.put(Json.unescape(row.bytes(), row.idStart(), row.idEnd()), revisions);
  }

  private void ask() {
    if (!batch.isEmpty()) {
      to.bulk()
          .missing(batch)
          .forEach((id, missing) -> missing.revisions().forEach(rev -> note(id, rev)));
      batch.clear();
    }
  }

  private void note(String id, String revision) {
    count++;
    if (named.size() < NAMED) {
      named.add(new CutOverReport.Revision(id, revision));
    }
  }

  List<CutOverReport.Revision> named() {
    return named;
  }

  long count() {
    return count;
  }
}
