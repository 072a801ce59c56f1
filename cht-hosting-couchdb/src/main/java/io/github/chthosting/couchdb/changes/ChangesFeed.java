package io.github.chthosting.couchdb.changes;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.changes.ChangesReader;
import io.github.chthosting.couchdb.internal.rows.ChangesRow;
import io.github.chthosting.http.Call;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The changes of a database, pulled one at a time: CouchDB is held back by a slow reader, and
 * nothing is queued here. To be read by one thread; {@link #close()} may come from another.
 *
 * <p>A connection that is cut, stalls, or is ended by CouchDB with an error is made again from the
 * last sequence. Rows that were delivered after it are not delivered twice, and none is left out.
 * What CouchDB itself repeats, as it may when a shard moves or a copy is lost, is delivered: a
 * reader must bear a change that it has seen. The first connection is not repeated beyond what the
 * client does for any read.
 *
 * <pre>{@code
 * try (ChangesFeed feed = ChangesFeed.open(database, ChangesQuery.continuous().since("now"))) {
 *   for (Optional<Change> change = feed.next(); change.isPresent(); change = feed.next()) {
 *     handle(change.get());
 *   }
 * }
 * }</pre>
 */
public final class ChangesFeed implements AutoCloseable {
  private final Wire wire;
  private final ChangesQuery query;
  private final ChangesReader reader;
  private final long limit;
  private long count;
  private boolean ended;
  private volatile boolean closed;

  private ChangesFeed(Wire wire, String database, ChangesQuery query) {
    this.wire = wire;
    this.query = query;
    this.limit = query.parameter("limit").map(Long::parseLong).orElse(Long.MAX_VALUE);
    this.reader =
        new ChangesReader(
                wire,
                begin(wire, database, query),
                (since, again) -> query.call(wire, database, since, left(again)))
            .kind(query.kind())
            .attempts(query.isDescending() ? 1 : Integer.MAX_VALUE)
            .giveUpAfter(query.giveUpAfter());
  }

  /** A cut before the first row must not lose what changed meanwhile, so "now" is fixed here. */
  private static String begin(Wire wire, String database, ChangesQuery query) {
    String since = query.parameter("since").orElse("0");
    if (!since.equals("now") || query.isDescending()) {
      return since;
    }
    Call now = Call.of("GET", database, "_changes").query("since", "now").query("limit", 1);
    return wire.json(now).path("last_seq").asString("");
  }

  private long left(int again) {
    return limit == Long.MAX_VALUE ? limit : limit - count + again;
  }

  /**
   * Opens a feed: connects.
   *
   * @throws io.github.chthosting.couchdb.server.NotFoundException if there is no such database or
   *     filter
   */
  public static ChangesFeed open(Database database, ChangesQuery query) {
    ChangesFeed feed = new ChangesFeed(Wire.of(database), database.name(), query);
    feed.reader.open();
    return feed;
  }

  /**
   * Returns the next change; waits for it if the feed does. Empty at the end: of a normal feed when
   * there is no more, of a longpoll when it has answered, of a continuous one when the limit is
   * reached or its {@code timeout} passed, and of any when it is closed.
   *
   * @throws HostingException what cut the feed, when it cannot be resumed
   */
  public Optional<Change> next() {
    try {
      return ended || closed ? Optional.empty() : pull();
    } catch (HostingException e) {
      ended |= query.isDescending();
      if (closed) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Optional<Change> pull() {
    // CouchDB 3.3 sends all rows of a continuous feed with a limit, and never its end.
    boolean whole = count >= limit && (query.isContinuous() || reader.expectedAgain() > 0);
    ChangesRow row = whole ? null : reader.next();
    if (row == null || count >= limit) {
      ended = true;
      reader.leave();
      return Optional.empty();
    }
    count++;
    return Optional.of(Change.of(row, wire.mapper()));
  }

  /**
   * Returns the last sequence that CouchDB gave: what to save, to begin there the next time. All
   * changes up to it were delivered; with {@code seq_interval}, some after it were too.
   */
  public String since() {
    return reader.since();
  }

  /** Returns how many changes were delivered. */
  public long count() {
    return count;
  }

  /** Changes that were left when the feed ended, if CouchDB said it. */
  public OptionalLong pending() {
    return reader.pending();
  }

  /** Ends the feed; a {@link #next()} that waits in another thread returns empty. */
  @Override
  public void close() {
    closed = true;
    reader.close();
  }
}
