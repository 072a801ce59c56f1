package io.github.chthosting.couchdb.internal.shards;

import io.github.chthosting.UnreachableException;
import io.github.chthosting.couchdb.internal.Refusal;
import io.github.chthosting.couchdb.internal.rows.ByteWindow;
import io.github.chthosting.couchdb.internal.rows.ChangesRow;
import io.github.chthosting.couchdb.internal.rows.ResultsReader;
import io.github.chthosting.couchdb.internal.rows.ServerErrorException;
import io.github.chthosting.couchdb.server.CouchDbException;
import io.github.chthosting.http.Reply;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The rows of a node's own {@code _changes}, one after the other. Not thread-safe. */
final class Feed implements AutoCloseable {
  private static final int LONGEST_ROW = 1 << 30;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Reply reply;
  private final ChangesRow row = new ChangesRow();
  private final ResultsReader results;
  private long rows;

  private Feed(Reply reply) {
    this.reply = reply;
    this.results = new ResultsReader(new ByteWindow(reply.body(), LONGEST_ROW, PATIENCE), row);
  }

  /** What changed in {@code file} after {@code since}. */
  static Feed of(ShardFile file, long since, boolean documents) {
    return new Feed(file.changes(since, documents));
  }

  /**
   * The next row; null after the last.
   *
   * @throws UnreachableException if the answer ends early
   * @throws CouchDbException if it ends in an error
   */
  @Nullable FeedRow next() {
    try {
      if (!results.next()) {
        return null;
      }
      rows++;
      return FeedRow.of(row);
    } catch (ServerErrorException e) {
      throw Refusal.inBody(reply.operation(), rows + " rows", e.error(), e.reason());
    } catch (IOException e) {
      throw Refusal.cut(reply.operation(), rows + " rows (" + e.getMessage() + ")", e);
    }
  }

  /** The sequence that it reached, after its last row. */
  long lastSequence() {
    return Long.parseLong(
        results
            .lastSeq()
            .orElseThrow(
                () ->
                    Refusal.cut(
                        reply.operation(), rows + " rows", new IOException("no last_seq"))));
  }

  @Override
  public void close() {
    reply.close();
  }
}
