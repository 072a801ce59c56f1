package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.couchdb.CouchDbException;
import io.github.chthosting.couchdb.internal.rows.ByteWindow;
import io.github.chthosting.couchdb.internal.rows.ResultsReader;
import io.github.chthosting.http.Reply;
import java.io.IOException;

/** Reads {@code _local} documents, where the server lists them (CouchDB does, PouchDB not). */
final class LocalReader {
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

  void read() throws IOException {
    try (Reply reply = database.locals()) {
      LocalRow row = new LocalRow();
      ByteWindow window = new ByteWindow(reply.body(), settings.longestRow(), settings.patience());
      ResultsReader rows = new ResultsReader(window, row, "rows");
      while (rows.next()) {
        sink.joined(row.bytes(), row.docStart(), row.docEnd());
        tally.local();
      }
    } catch (CouchDbException e) {
      if (e.status() != NOT_FOUND && e.status() != BAD_REQUEST && e.status() != NOT_ALLOWED) {
        throw e;
      }
    } catch (Handoff.WriterFailedException e) {
      throw e;
    } catch (IOException e) {
      throw Failures.ofAnswer("reading local documents of " + database.name(), "", e);
    }
  }
}
