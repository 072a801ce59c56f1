package io.github.chthosting.couchdb.internal.transfer;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.rows.ByteWindow;
import io.github.chthosting.couchdb.internal.rows.ChangesRow;
import io.github.chthosting.couchdb.internal.rows.MalformedJsonException;
import io.github.chthosting.couchdb.internal.rows.ResultsReader;
import io.github.chthosting.http.Call;
import io.github.chthosting.http.Reply;
import io.github.chthosting.operation.WorkContext;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The changes of the source, over as many connections as it takes. After a cut it goes on from the
 * last row that told its sequence; the rows after that come again. Not thread-safe.
 */
final class SourceFeed {
  private static final Logger LOG = LoggerFactory.getLogger(SourceFeed.class);
  private static final int INTERVAL = 1000;
  private static final int LONGEST_ROW = 1 << 30;
  private static final int MOST_FAILURES = 6;
  private static final long FIRST_PAUSE = 250;
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private final Wire wire;
  private final String database;
  private final Choice choice;
  private final ChangesRow row = new ChangesRow();
  private String since;
  private int failures;

  /** Takes a row; its bytes are valid until it returns. */
  @FunctionalInterface
  interface Taker {
    void take(ChangesRow row) throws InterruptedException;
  }

  SourceFeed(Wire wire, String database, Choice choice, String since) {
    this.wire = wire;
    this.database = database;
    this.choice = choice;
    this.since = since;
  }

  /** Gives all rows that there are now. Returns the sequence up to which it has read. */
  String read(boolean withDocuments, WorkContext context, Taker taker) throws InterruptedException {
    while (true) {
      try {
        since = once(withDocuments, context, taker);
        return since;
      } catch (MalformedJsonException e) {
        throw broken(e);
      } catch (IOException e) {
        requireMore(broken(e), context);
      } catch (HostingException e) {
        requireMore(e, context);
      }
    }
  }

  private void requireMore(HostingException failure, WorkContext context)
      throws InterruptedException {
    context.checkCancelled();
    if (!failure.isRetryable() || ++failures > MOST_FAILURES) {
      throw failure;
    }
    LOG.debug("the feed of {} was cut, and goes on: {}", database, failure.getMessage());
    Thread.sleep(FIRST_PAUSE << failures);
  }

  private String once(boolean withDocuments, WorkContext context, Taker taker)
      throws IOException, InterruptedException {
    Call call = choice.changes(database).query("since", since).query("seq_interval", INTERVAL);
    try (Reply reply = wire.send(withDocuments ? call.query("include_docs", true) : call)) {
      WorkContext.Hook hook = context.onCancel(reply::close);
      try {
        return rows(reply, taker);
      } finally {
        hook.close();
      }
    }
  }

  private String rows(Reply reply, Taker taker) throws IOException, InterruptedException {
    ResultsReader rows =
        new ResultsReader(new ByteWindow(reply.body(), LONGEST_ROW, PATIENCE), row);
    while (rows.next()) {
      taker.take(row);
      if (row.hasSeq()) {
        since = row.seq();
        failures = 0;
      }
    }
    return rows.lastSeq().orElse(since);
  }

  /** Waits for a change after the last one that was read. */
  void awaitMore(WorkContext context) throws InterruptedException {
    Call call =
        choice
            .changes(database)
            .query("since", since)
            .query("feed", "longpoll")
            .query("limit", 1)
            .query("heartbeat", 10_000);
    while (true) {
      context.checkCancelled();
      try (Reply reply = wire.send(call)) {
        drain(reply, context);
        return;
      } catch (IOException e) {
        context.checkCancelled();
        LOG.debug("waiting for changes of {} was cut, and goes on: {}", database, e.getMessage());
        Thread.sleep(FIRST_PAUSE);
      }
    }
  }

  private static void drain(Reply reply, WorkContext context) throws IOException {
    WorkContext.Hook hook = context.onCancel(reply::close);
    try {
      reply.body().transferTo(OutputStream.nullOutputStream());
    } finally {
      hook.close();
    }
  }

  private HostingException broken(IOException cause) {
    return new HostingException(
        "replication of " + database,
        "the feed of "
            + database
            + " broke off: "
            + cause.getMessage()
            + ". The target has what was carried until then; start it again to go on.",
        true,
        cause);
  }
}
