package io.github.chthosting.couchdb.internal.compare;

import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.internal.rows.ChangesRow;
import io.github.chthosting.couchdb.internal.rows.Json;
import io.github.chthosting.operation.WorkContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Leaf revisions of one database that another has not. Not thread-safe. */
public final class MissingRevisions {
  private static final int AT_ONCE = 1000;
  private static final int NAMED = 1000;

  private final Database from;
  private final Database to;
  private final Predicate<ChangesRow> chosen;
  private final List<Revision> named = new ArrayList<>();
  private final Map<String, List<String>> batch = new LinkedHashMap<>();
  private long count;
  private long read;

  /** A revision of a document. */
  public record Revision(String id, String revision) {}

  /**
   * @param chosen which documents are worth asking for
   */
  MissingRevisions(Database from, Database to, Predicate<ChangesRow> chosen) {
    this.from = from;
    this.to = to;
    this.chosen = chosen;
  }

  void find(WorkContext context, String phase, long total) {
    LeafFeed.read(
        from,
        context,
        row -> {
          if (++read % AT_ONCE == 0) {
            context.checkCancelled();
            context.progress(phase, read, Math.max(read, total), "documents", 0);
          }
          if (chosen.test(row)) {
            add(row);
          }
        });
    ask();
  }

  private void add(ChangesRow row) {
    List<String> revisions = new ArrayList<>();
    for (int i = 0; i < row.leaves().count(); i++) {
      int start = row.leaves().start(i);
      revisions.add(
          new String(row.bytes(), start, row.leaves().end(i) - start, StandardCharsets.US_ASCII));
    }
    batch.put(Json.unescape(row.bytes(), row.idStart(), row.idEnd()), revisions);
    if (batch.size() == AT_ONCE) {
      ask();
    }
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
      named.add(new Revision(id, revision));
    }
  }

  /** The first thousand. */
  public List<Revision> named() {
    return named;
  }

  public long count() {
    return count;
  }
}
