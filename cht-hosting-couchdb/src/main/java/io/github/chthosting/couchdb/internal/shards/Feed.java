package io.github.chthosting.couchdb.internal.shards;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.internal.changes.ChangesReader;
import io.github.chthosting.couchdb.internal.rows.ChangesRow;
import io.github.chthosting.http.Call;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a node's own {@code _changes}, one after the other. Its sequences are numbers of one
 * file: after a cut it does not go on with another. Not thread-safe.
 */
final class Feed implements AutoCloseable {
  /** Rows between two places from which it can be taken up again. */
  private static final int INTERVAL = 100;

  private final ShardFile file;
  private final ChangesReader reader;
  private boolean begun;
  private String uuid = "";

  private Feed(ShardFile file, long since, boolean documents) {
    this.file = file;
    this.reader =
        new ChangesReader(
                file.wire(), Long.toString(since), (after, again) -> call(after, documents))
            .interval(INTERVAL);
  }

  private Call call(String since, boolean documents) {
    if (begun) {
      requireSame(file.requireInfo(), FeedRow.number(since));
    }
    begun = true;
    return file.changes(since, documents);
  }

  private void requireSame(ShardFile.Info info, long since) {
    if (info.updateSequence() < since || !(uuid.isEmpty() || uuid.equals(info.uuid()))) {
      throw new HostingException(
          "reading the changes of " + file,
          file + " was replaced while it was read. Nothing was taken out of the map.",
          false,
          null);
    }
    uuid = info.uuid();
  }

  /** Returns what changed in {@code file} after {@code since}. */
  static Feed of(ShardFile file, long since, boolean documents) {
    return new Feed(file, since, documents);
  }

  /** The next row; null after the last. */
  @Nullable FeedRow next() {
    ChangesRow row = reader.next();
    return row == null ? null : FeedRow.of(row);
  }

  /** The sequence that it reached, after its last row. */
  long lastSequence() {
    return FeedRow.number(reader.since());
  }

  @Override
  public void close() {
    reader.close();
  }
}
