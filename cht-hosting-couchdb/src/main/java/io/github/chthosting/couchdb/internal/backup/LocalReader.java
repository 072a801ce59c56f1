package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.couchdb.internal.LocalRow;
import io.github.chthosting.couchdb.internal.rows.ByteWindow;
import io.github.chthosting.couchdb.internal.rows.ResultsReader;
import io.github.chthosting.couchdb.server.CouchDbException;
import io.github.chthosting.http.Reply;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** Reads {@code _local} documents, where the server lists them (CouchDB does, PouchDB not). */
final class LocalReader {
  private static final String UNTOUCHED = "The database is untouched; the backup is not whole.";
  private static final int NOT_FOUND = 404;
  private static final int BAD_REQUEST = 400;
  private static final int NOT_ALLOWED = 405;

  private final DatabaseWire database;
  private final Settings settings;
  private final LineSink sink;
  private final Tally tally;

  LocalReader(DatabaseWire database, Settings settings, LineSink sink, Tally tally) {
    this.database = database;
    this.settings = settings;
    this.sink = sink;
    this.tally = tally;
  }

  /**
   * Reads all local documents. When the answer breaks off it is asked for again, and what came
   * before is not taken twice.
   */
  void read() throws IOException {
    Set<String> taken = new HashSet<>();
    int failures = 0;
    boolean whole = false;
    while (!whole) {
      try {
        read(taken);
        whole = true;
      } catch (IOException e) {
        if (!Failures.mayPass(e) || ++failures >= settings.attempts()) {
          throw failure(e);
        }
        Pauses.before(failures);
      }
    }
  }

  private void read(Set<String> taken) throws IOException {
    try (Reply reply = database.locals()) {
      LocalRow row = new LocalRow();
      ByteWindow window = new ByteWindow(reply.body(), settings.longestRow(), settings.patience());
      ResultsReader rows = new ResultsReader(window, row, "rows");
      while (rows.next()) {
        if (row.isData() && taken.add(row.id())) {
          sink.joined(row.bytes(), row.docStart(), row.docEnd());
          tally.local();
        }
      }
    } catch (CouchDbException e) {
      if (e.status() != NOT_FOUND && e.status() != BAD_REQUEST && e.status() != NOT_ALLOWED) {
        throw e;
      }
    }
  }

  private RuntimeException failure(IOException e) throws IOException {
    if (e instanceof Handoff.WriterFailedException) {
      throw e;
    }
    return Failures.ofAnswer("reading local documents of " + database.name(), UNTOUCHED, e);
  }
}
