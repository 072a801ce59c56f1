package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.couchdb.internal.backup.Revisions.State;
import io.github.chthosting.couchdb.server.NotFoundException;
import io.github.chthosting.http.Reply;
import java.io.IOException;

/**
 * Reads revisions one by one whose ids {@code _bulk_get} does not take, though the database has
 * them: {@code COPY} of CouchDB 3.3 made ids that begin with an underscore. One thread at a time.
 */
final class LoneReader {
  private final DatabaseWire database;
  private final Settings settings;
  private final LeafSink sink;

  LoneReader(DatabaseWire database, Settings settings, LeafSink sink) {
    this.database = database;
    this.settings = settings;
    this.sink = sink;
  }

  /** Writes all that are to be read so. */
  void read(Revisions revisions) throws IOException {
    for (int i = 0; i < revisions.count(); i++) {
      if (revisions.state(i) == State.ALONE) {
        boolean written = isWritten(revisions.id(i), revisions.rev(i));
        revisions.state(i, written ? State.WRITTEN : State.MISSING);
      }
    }
  }

  private boolean isWritten(String id, String rev) throws IOException {
    try (Reply reply = database.revision(id, rev)) {
      byte[] document = reply.bytes(settings.longestRow());
      int end = document.length;
      while (end > 0 && document[end - 1] <= ' ') {
        end--;
      }
      sink.leaf(document, 0, end, true, true);
      return true;
    } catch (NotFoundException e) {
      return false;
    }
  }
}
