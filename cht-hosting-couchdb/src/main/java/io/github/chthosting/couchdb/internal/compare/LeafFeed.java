package io.github.chthosting.couchdb.internal.compare;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.rows.ByteWindow;
import io.github.chthosting.couchdb.internal.rows.ChangesRow;
import io.github.chthosting.couchdb.internal.rows.ResultsReader;
import io.github.chthosting.http.Call;
import io.github.chthosting.http.Reply;
import java.io.IOException;
import java.time.Duration;

/** Goes once through all documents of a database, with all leaves of each, in one request. */
public final class LeafFeed {
  private static final int LONGEST_ROW = 64 << 20;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private LeafFeed() {}

  /** Takes a row; its bytes are valid until it returns. */
  @FunctionalInterface
  public interface Taker {
    void take(ChangesRow row) throws IOException;
  }

  public static void read(Wire wire, String database, Taker taker) {
    Call call =
        Call.of("GET", database, "_changes").query("style", "all_docs").query("seq_interval", 1000);
    try (Reply reply = wire.send(call)) {
      read(reply, taker);
    }
  }

  private static void read(Reply reply, Taker taker) {
    ChangesRow row = new ChangesRow();
    ResultsReader rows =
        new ResultsReader(new ByteWindow(reply.body(), LONGEST_ROW, PATIENCE), row);
    try {
      while (rows.next()) {
        taker.take(row);
      }
    } catch (IOException e) {
      String message = reply.operation() + ": the feed broke off: " + e.getMessage();
      throw new HostingException(
          reply.operation(), message + ". Nothing was changed; ask again.", true, e);
    }
  }
}
