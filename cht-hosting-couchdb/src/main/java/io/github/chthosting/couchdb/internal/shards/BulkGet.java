package io.github.chthosting.couchdb.internal.shards;

import io.github.chthosting.couchdb.internal.Refusal;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.rows.BulkGetRow;
import io.github.chthosting.couchdb.internal.rows.ByteWindow;
import io.github.chthosting.couchdb.internal.rows.Json;
import io.github.chthosting.couchdb.internal.rows.ResultsReader;
import io.github.chthosting.http.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads revisions with their history through the cluster, as a node alone has no {@code _bulk_get}.
 * What it does not give, for whatever reason, is left to be read from its own file.
 */
final class BulkGet {
  private static final int LIMIT = 256 << 20;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Wire wire;
  private final String database;

  BulkGet(Wire wire, String database) {
    this.wire = wire;
    this.database = database;
  }

  /** One revision of a document. */
  record Revision(String id, String rev) {}

  /** Adds the bytes of each revision that is found to {@code batch}. Returns the others. */
  List<Revision> fetch(List<FeedRow> rows, Batch batch) {
    List<Revision> wanted = new ArrayList<>();
    for (FeedRow row : rows) {
      row.revisions().forEach(rev -> wanted.add(new Revision(row.id(), rev)));
    }
    if (wanted.isEmpty()) {
      return wanted;
    }
    try (Reply reply =
        wire.send(
            wire.post(List.of(database, "_bulk_get"), Map.of("docs", wanted))
                .query("revs", true)
                .asRepeatable())) {
      return read(reply, batch, wanted);
    }
  }

  /** CouchDB answers in the order of the question. */
  private static List<Revision> read(Reply reply, Batch batch, List<Revision> wanted) {
    ByteArrayInputStream answer = new ByteArrayInputStream(reply.bytes(LIMIT));
    BulkGetRow row = new BulkGetRow();
    ResultsReader rows = new ResultsReader(new ByteWindow(answer, LIMIT, PATIENCE), row);
    List<Revision> left = new ArrayList<>();
    try {
      for (Revision revision : wanted) {
        if (rows.next() && isWhole(row, revision)) {
          int start = row.found().start(0);
          batch.add(row.bytes(), start, row.found().end(0) - start);
        } else {
          left.add(revision);
        }
      }
      return left;
    } catch (IOException e) {
      throw Refusal.notJson(reply, e);
    }
  }

  private static boolean isWhole(BulkGetRow row, Revision revision) {
    return row.found().count() == 1
        && row.missing().count() == 0
        && Json.unescape(row.bytes(), row.idStart(), row.idEnd()).equals(revision.id);
  }
}
