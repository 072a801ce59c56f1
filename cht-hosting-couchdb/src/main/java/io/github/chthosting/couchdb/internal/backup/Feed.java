package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.internal.changes.ChangesReader;
import io.github.chthosting.couchdb.internal.rows.ChangesRow;
import java.io.IOException;

/**
 * Reads all changes of a database once, and chooses whether documents are worth asking for with
 * them. Not thread-safe.
 */
final class Feed implements AutoCloseable {
  /** Rows between two places from which the feed can be taken up again. */
  private static final int INTERVAL = 1000;

  /** A feed with this many rows a document of the database goes round in circles. */
  private static final long MOST_ROWS_A_DOCUMENT = 4;

  private static final long SPARE_ROWS = 1_000_000;
  private static final String UNTOUCHED = "The database is untouched; the backup is not whole.";

  private final DatabaseWire database;
  private final FeedMode mode = new FeedMode();
  private final ChangesReader reader;
  private final long mostRows;
  private long rows;
  private long takenAgain;

  /** Takes a row; the row's bytes are valid until it returns. */
  @FunctionalInterface
  interface Taker {
    /** Returns whether the row was complete as it came. */
    boolean take(ChangesRow row) throws IOException;
  }

  Feed(DatabaseWire database, Settings settings, long documents) {
    this.database = database;
    this.mostRows = documents * MOST_ROWS_A_DOCUMENT + SPARE_ROWS;
    this.reader =
        new ChangesReader(
                database.wire(),
                "0",
                (since, again) -> database.changes(since, mode.withDocuments()))
            .interval(INTERVAL)
            .attempts(settings.attempts())
            .patience(settings.patience())
            .longestRow(settings.longestRow())
            .failures(e -> Failures.ofAnswer(operation(), UNTOUCHED, e));
  }

  /**
   * Gives every row to {@code taker}, once; when called again, those that have come since, or are
   * there by now. Returns the sequence up to which it has read.
   */
  String read(Taker taker) throws IOException {
    for (ChangesRow row = reader.next(); row != null; row = reader.next()) {
      requireEnd();
      mode.note(row, taker.take(row));
      takenAgain += reader.isResumed() ? 1 : 0;
      if (reader.isAtMark() && mode.change()) {
        reader.leave();
      }
    }
    return reader.since();
  }

  /**
   * Rows that were taken after the feed was asked for again: their documents may have changed, and
   * so have been in an earlier row, too.
   */
  long takenAgain() {
    return takenAgain;
  }

  private void requireEnd() {
    if (++rows > mostRows) {
      throw new HostingException(
          operation(),
          operation()
              + ": the feed has sent "
              + rows
              + " rows, far more than the database has documents, and does not end. "
              + UNTOUCHED,
          false,
          null);
    }
  }

  private String operation() {
    return "reading the changes of " + database.name();
  }

  @Override
  public void close() {
    reader.close();
  }
}
