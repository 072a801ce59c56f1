package io.github.chthosting.couchdb.internal.changes;

import io.github.chthosting.HostingException;
import io.github.chthosting.OperationCancelledException;
import io.github.chthosting.UnreachableException;
import io.github.chthosting.couchdb.internal.Refusal;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.rows.ByteWindow;
import io.github.chthosting.couchdb.internal.rows.ChangesRow;
import io.github.chthosting.couchdb.internal.rows.MalformedJsonException;
import io.github.chthosting.couchdb.internal.rows.ResultsReader;
import io.github.chthosting.couchdb.internal.rows.TruncatedException;
import io.github.chthosting.http.Call;
import io.github.chthosting.http.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code _changes}, over as many connections as it takes. After a cut, a stop, or an error of
 * CouchDB's within the answer it asks again from the last sequence, with pauses, until too many
 * attempts in a row brought no new row. Rows that were handed on after that sequence are not handed
 * on twice. What CouchDB itself repeats, as when it goes on with another copy of a range, is.
 *
 * <p>To be used by one thread, except {@link #close()}. Options are set before the first row.
 */
public final class ChangesReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChangesReader.class);

  private final Wire wire;
  private final Query query;
  private final ChangesRow row = new ChangesRow();
  private final ReplayFilter replay = new ReplayFilter();
  private final Patience tries = new Patience();
  private Duration patience = Duration.ofMinutes(5);
  private int longestRow = 1 << 30;
  private int interval = 1;
  private Kind kind = Kind.PRESENT;
  private @Nullable ResultsReader rows;
  private volatile @Nullable Reply reply;
  private volatile boolean closed;
  private String since;
  private OptionalLong pending = OptionalLong.empty();
  private int sinceMark;
  private int connections;
  private long count;
  private Function<IOException, HostingException> failures =
      e -> Refusal.broken(operation(), count + " rows", e);

  /** The kind of a feed. */
  public enum Kind {
    /** The changes that there are now, as fast as they come. */
    PRESENT,
    /** An answer in which rows may be long in coming. */
    WAITING,
    /** The same, a row a line. */
    LINES,
    /** The same, and an end is followed by the next connection. */
    ENDLESS
  }

  /** A request for what follows a sequence. */
  @FunctionalInterface
  public interface Query {
    /**
     * The request.
     *
     * @param again how many rows it will bring that were handed on before
     */
    Call after(String since, int again);
  }

  public ChangesReader(Wire wire, String since, Query query) {
    this.wire = wire;
    this.since = since;
    this.query = query;
  }

  /** Attempts in a row without a new row, the first included. Default 6, about 12 s of pauses. */
  public ChangesReader attempts(int most) {
    tries.attempts(most);
    return this;
  }

  /** Returns how long to go on trying without a new row. Default a day. */
  public ChangesReader giveUpAfter(Duration time) {
    tries.limit(time);
    return this;
  }

  /**
   * Returns how long an answer of the present may go on without enough to be of use. Default 5 min.
   */
  public ChangesReader patience(Duration time) {
    patience = time;
    return this;
  }

  /** Bytes that one row may have. Default 1 GiB. */
  public ChangesReader longestRow(int bytes) {
    longestRow = bytes;
    return this;
  }

  /** Rows between two sequences that are noted, where each row has one. Default 1. */
  public ChangesReader interval(int count0) {
    interval = count0;
    return this;
  }

  /** Words for an answer that broke off. Default those of any answer. */
  public ChangesReader failures(Function<IOException, HostingException> words) {
    failures = words;
    return this;
  }

  /** Default {@link Kind#PRESENT}. */
  public ChangesReader kind(Kind other) {
    kind = other;
    tries.waits(other != Kind.PRESENT);
    return this;
  }

  /** Connects now, and throws what that throws, instead of with the first row. */
  public void open() {
    if (closed) {
      throw cancelled();
    }
    Reply fresh = wire.send(query.after(since, replay.expected()));
    reply = fresh;
    connections++;
    tries.connected();
    if (closed) {
      fresh.close();
    }
    InputStream body = fresh.body();
    rows =
        switch (kind) {
          case PRESENT -> new ResultsReader(new ByteWindow(body, longestRow, patience), row);
          case WAITING -> new ResultsReader(ByteWindow.live(body, longestRow), row);
          case LINES, ENDLESS -> ResultsReader.ofLines(ByteWindow.live(body, longestRow), row);
        };
  }

  /**
   * The next row, valid until the next call; null at the end. The call after that asks for what has
   * come since.
   *
   * @throws HostingException what cut the feed, when it cannot be resumed
   * @throws OperationCancelledException if it is closed
   */
  public @Nullable ChangesRow next() {
    while (true) {
      try {
        if (rows == null) {
          open();
        }
        ResultsReader current = rows;
        if (current != null && !current.next()) {
          end(current);
          return null;
        }
        if (isNew()) {
          return row;
        }
      } catch (IOException e) {
        cut(failures.apply(e), !(e instanceof MalformedJsonException));
      } catch (HostingException e) {
        cut(e, e.isRetryable());
      }
    }
  }

  private boolean isNew() {
    count++;
    boolean isNew = replay.isNew(row);
    if (++sinceMark >= interval && row.hasSeq()) {
      mark(row.seq());
    }
    if (isNew) {
      tries.progressed();
    }
    return isNew;
  }

  private void mark(String sequence) {
    since = sequence;
    sinceMark = 0;
    replay.mark();
  }

  private void end(ResultsReader ended) throws IOException {
    mark(ended.lastSeq().orElseThrow(() -> new TruncatedException("the answer has no last_seq")));
    replay.end();
    pending = ended.pending() < 0 ? pending : OptionalLong.of(ended.pending());
    String operation = operation();
    leave();
    if (kind == Kind.ENDLESS) {
      throw new UnreachableException(operation, operation + ": CouchDB has ended the feed", null);
    }
  }

  private void cut(HostingException failure, boolean mayPass) {
    leave();
    replay.expectAgain();
    if (closed) {
      throw cancelled();
    }
    if (!mayPass || failure instanceof OperationCancelledException) {
      throw failure;
    }
    tries.failed(failure);
    LOG.debug("goes on after {}: {}", since, failure.getMessage());
  }

  private HostingException cancelled() {
    return new OperationCancelledException("_changes", "the feed was closed", null);
  }

  private String operation() {
    Reply current = reply;
    return current == null ? "_changes" : current.operation();
  }

  /** Leaves this connection: the next row comes by another, from {@link #since()} on. */
  public void leave() {
    Reply left = reply;
    reply = null;
    rows = null;
    if (left != null) {
      left.close();
    }
  }

  /** The last sequence that was noted: what came up to it was handed on. */
  public String since() {
    return since;
  }

  /** Returns whether the last row is the one whose sequence was noted. */
  public boolean isAtMark() {
    return sinceMark == 0;
  }

  /** Rows that will come again after a cut, and were handed on. */
  public int expectedAgain() {
    return replay.expected();
  }

  /**
   * Returns whether it has asked more than once: a document that changed meanwhile may have come
   * twice.
   */
  public boolean isResumed() {
    return connections > 1;
  }

  /** Changes that were left at the end, if CouchDB said it. */
  public OptionalLong pending() {
    return pending;
  }

  /** Ends a read that another thread is in, and whatever would follow. */
  @Override
  public void close() {
    closed = true;
    tries.close();
    Reply current = reply;
    if (current != null) {
      current.close();
    }
  }
}
