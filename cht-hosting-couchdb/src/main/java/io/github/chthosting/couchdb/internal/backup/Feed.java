package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.internal.rows.ByteWindow;
import io.github.chthosting.couchdb.internal.rows.ChangesRow;
import io.github.chthosting.couchdb.internal.rows.ResultsReader;
import io.github.chthosting.http.Reply;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all changes of a database once, over as many connections as it takes, and chooses whether
 * documents are worth asking for with them. Not thread-safe.
 */
final class Feed {
  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

  /** Rows between two places from which the feed can be taken up again. */
  private static final int INTERVAL = 1000;

  /** A feed with this many rows a document of the database goes round in circles. */
  private static final long MOST_ROWS_A_DOCUMENT = 4;

  private static final long SPARE_ROWS = 1_000_000;
  private static final String UNTOUCHED = "The database is untouched; the backup is not whole.";

  private final DatabaseWire database;
  private final Settings settings;
  private final ChangesRow row = new ChangesRow();
  private final ReplayFilter recent = new ReplayFilter();
  private final FeedMode mode = new FeedMode();
  private final long mostRows;
  private String since = "0";
  private long rows;
  private long taken;
  private int sinceMark;
  private boolean again;
  private long takenAgain;

  /** Takes a row; the row's bytes are valid until it returns. */
  @FunctionalInterface
  interface Taker {
    /** Returns whether the row was complete as it came. */
    boolean take(ChangesRow row) throws IOException;
  }

  Feed(DatabaseWire database, Settings settings, long documents) {
    this.database = database;
    this.settings = settings;
    this.mostRows = documents * MOST_ROWS_A_DOCUMENT + SPARE_ROWS;
  }

  /** Gives every row to {@code taker}, once. Returns the sequence up to which it has read. */
  String read(Taker taker) throws IOException {
    for (int failures = 0; ; again = true) {
      long before = taken;
      try (Reply reply = database.changes(since, mode.withDocuments())) {
        String last = read(reply, taker);
        if (!last.isEmpty()) {
          return last;
        }
      } catch (IOException e) {
        failures = taken > before ? 1 : failures + 1;
        if (!Failures.mayPass(e) || failures >= settings.attempts()) {
          throw failure(e);
        }
        LOG.warn("{}: the feed broke off, taken up again: {}", database.name(), e.toString());
        recent.expectAgain();
        Pauses.before(failures);
      }
    }
  }

  /** The same from {@code lastSeq} on: what has come since, or is there by now. */
  String readOn(String lastSeq, Taker taker) throws IOException {
    since = lastSeq;
    recent.mark();
    sinceMark = 0;
    again = true;
    return read(taker);
  }

  /** Reads one answer; empty if it was left to ask in the other mode. */
  private String read(Reply reply, Taker taker) throws IOException {
    ByteWindow window = new ByteWindow(reply.body(), settings.longestRow(), settings.patience());
    ResultsReader reader = new ResultsReader(window, row);
    while (reader.next()) {
      requireEnd();
      if (!recent.isRepeated(row)) {
        mode.note(row, taker.take(row));
        recent.add(row);
        taken++;
        takenAgain += again ? 1 : 0;
      }
      // Where every row has its sequence, as with PouchDB, not every one is worth noting.
      if (++sinceMark >= INTERVAL && row.hasSeq()) {
        mark();
        if (mode.change()) {
          return "";
        }
      }
    }
    return reader.lastSeq().orElseThrow(() -> new IOException("the answer has no last_seq"));
  }

  /**
   * Rows that were taken after the feed was asked for again: their documents may have changed, and
   * so have been in an earlier row, too.
   */
  long takenAgain() {
    return takenAgain;
  }

  private void mark() {
    since = row.seq();
    recent.mark();
    sinceMark = 0;
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

  private RuntimeException failure(IOException e) throws IOException {
    if (e instanceof Handoff.WriterFailedException) {
      throw e;
    }
    return Failures.ofAnswer(operation(), UNTOUCHED, e);
  }

  private String operation() {
    return "reading the changes of " + database.name();
  }
}
