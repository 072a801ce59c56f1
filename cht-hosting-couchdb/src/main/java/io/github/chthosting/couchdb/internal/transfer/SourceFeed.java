package io.github.chthosting.couchdb.internal.transfer;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.changes.ChangesReader;
import io.github.chthosting.couchdb.internal.rows.ChangesRow;
import io.github.chthosting.http.Call;
import io.github.chthosting.operation.WorkContext;
import org.jspecify.annotations.Nullable;

/** The chosen changes of the source, pass after pass. Not thread-safe. */
final class SourceFeed implements AutoCloseable {
  private static final int INTERVAL = 1000;

  /**
   * Number of failures in a row that are borne; with the pauses between them about half a minute.
   */
  private static final int MOST_FAILURES = 8;

  private final Wire wire;
  private final String database;
  private final Choice choice;
  private final ChangesReader reader;
  private boolean withDocuments;

  /** Takes a row; its bytes are valid until it returns. */
  @FunctionalInterface
  interface Taker {
    void take(ChangesRow row) throws InterruptedException;
  }

  SourceFeed(Wire wire, String database, Choice choice, String since) {
    this.wire = wire;
    this.database = database;
    this.choice = choice;
    this.reader = reader(since, false);
  }

  private ChangesReader reader(String begin, boolean waiting) {
    return new ChangesReader(
            wire,
            begin,
            (since, again) -> {
              Call call = choice.changes(database).query("since", since);
              if (waiting) {
                return call.query("feed", "longpoll").query("limit", 1).query("heartbeat", 10_000);
              }
              call = call.query("seq_interval", INTERVAL);
              return withDocuments ? call.query("include_docs", true) : call;
            })
        .attempts(MOST_FAILURES);
  }

  /** Gives all rows that there are now. Returns the sequence up to which it has read. */
  String read(boolean documents, WorkContext context, Taker taker) throws InterruptedException {
    withDocuments = documents;
    WorkContext.Hook hook = context.onCancel(reader::close);
    try {
      for (ChangesRow row = next(reader, context); row != null; row = next(reader, context)) {
        taker.take(row);
      }
    } finally {
      hook.close();
    }
    return reader.since();
  }

  /** Waits for a change after the last one that was read. */
  void awaitMore(WorkContext context) {
    try (ChangesReader waiting = reader(reader.since(), true).kind(ChangesReader.Kind.WAITING)) {
      WorkContext.Hook hook = context.onCancel(waiting::close);
      try {
        next(waiting, context);
      } finally {
        hook.close();
      }
    }
  }

  private @Nullable ChangesRow next(ChangesReader from, WorkContext context) {
    try {
      return from.next();
    } catch (HostingException e) {
      context.checkCancelled();
      e.addAftermath(
          "The target has what was carried until then; start the replication of "
              + database
              + " again to go on.");
      throw e;
    }
  }

  @Override
  public void close() {
    reader.close();
  }
}
