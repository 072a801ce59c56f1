package io.github.chthosting.couchdb.changes;

import io.github.chthosting.HostingException;
import io.github.chthosting.OperationCancelledException;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.server.CouchDbException;
import io.github.chthosting.http.Call;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

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
  private final String database;
  private final ChangesQuery query;
  private final Delivered delivered = new Delivered();
  private final Patience patience;
  private final long limit;
  private long count;
  private String since;
  private OptionalLong pending = OptionalLong.empty();
  private boolean ended;
  private volatile boolean closed;
  private volatile @Nullable Connection connection;

  private ChangesFeed(Wire wire, String database, ChangesQuery query) {
    this.wire = wire;
    this.database = database;
    this.query = query;
    this.patience = new Patience(query.giveUpAfter());
    this.limit = query.parameter("limit").map(Long::parseLong).orElse(Long.MAX_VALUE);
    this.since = query.parameter("since").orElse("0");
  }

  /**
   * Opens a feed: connects.
   *
   * @throws io.github.chthosting.couchdb.server.NotFoundException if there is no such database or
   *     filter
   */
  public static ChangesFeed open(Database database, ChangesQuery query) {
    ChangesFeed feed = new ChangesFeed(Wire.of(database), database.name(), query);
    feed.start();
    return feed;
  }

  private void start() {
    if (since.equals("now") && !query.isDescending()) {
      // A cut before the first row must not lose what changed meanwhile, so "now" is fixed here.
      Call now = Call.of("GET", database, "_changes").query("since", "now").query("limit", 1);
      since = wire.json(now).path("last_seq").asString("");
    }
    connect();
  }

  /**
   * Returns the next change; waits for it if the feed does. Empty at the end: of a normal feed when
   * there is no more, of a longpoll when it has answered, of a continuous one when the limit is
   * reached or its {@code timeout} passed, and of any when it is closed.
   *
   * @throws HostingException what cut the feed, when it cannot be resumed
   */
  public Optional<Change> next() {
    while (!ended && !closed) {
      try {
        Change change = pull();
        if (change != null) {
          return Optional.of(change);
        }
      } catch (HostingException e) {
        resume(e);
      }
    }
    return Optional.empty();
  }

  /** Returns the next change that is new, or null to look again. */
  private @Nullable Change pull() {
    Connection current = connection == null ? connect() : connection;
    if (count >= limit && delivered.size() > 0) {
      finish(current);
      return null;
    }
    JsonNode row = current.next();
    if (row == null) {
      end(current);
      return null;
    }
    return accept(Change.of(row));
  }

  private @Nullable Change accept(Change change) {
    if (count >= limit) {
      ended = true;
      return null;
    }
    boolean isNew = delivered.isNew(change);
    if (change.sequence().isPresent()) {
      since = change.sequence().get();
      delivered.confirm();
    }
    if (isNew) {
      count++;
      patience.progressed();
    }
    return isNew ? change : null;
  }

  private void end(Connection current) {
    JsonNode end = current.end();
    since = end.path("last_seq").asString("");
    delivered.confirm();
    pending = end.has("pending") ? OptionalLong.of(end.path("pending").asLong(0)) : pending;
    finish(current);
    // With a heartbeat, CouchDB ends a continuous feed only when it goes down: follow it.
    ended = !query.isContinuous() || count >= limit || query.parameter("timeout").isPresent();
  }

  private void finish(Connection current) {
    current.close();
    connection = null;
    ended = true;
  }

  private Connection connect() {
    long left = limit == Long.MAX_VALUE ? limit : limit - count + delivered.size();
    Call call = query.call(wire, database, since, left);
    Connection fresh =
        query.isContinuous() ? new LinesConnection(wire, call) : new ResultsConnection(wire, call);
    connection = fresh;
    patience.connected();
    if (closed) {
      fresh.close();
    }
    return fresh;
  }

  private void resume(HostingException failure) {
    Connection broken = connection;
    connection = null;
    if (broken != null) {
      broken.close();
    }
    delivered.cut();
    if (closed) {
      return;
    }
    if (query.isDescending() || !isPassing(failure)) {
      ended = true;
      throw failure;
    }
    patience.failed(failure);
  }

  private static boolean isPassing(HostingException failure) {
    boolean inBody = failure instanceof CouchDbException e && e.status() == 200;
    return !(failure instanceof OperationCancelledException) && (failure.isRetryable() || inBody);
  }

  /**
   * Returns the last sequence that CouchDB gave: what to save, to begin there the next time. All
   * changes up to it were delivered; with {@code seq_interval}, some after it were too.
   */
  public String since() {
    return since;
  }

  /** Returns how many changes were delivered. */
  public long count() {
    return count;
  }

  /** Changes that were left when the feed ended, if CouchDB said it. */
  public OptionalLong pending() {
    return pending;
  }

  /** Ends the feed; a {@link #next()} that waits in another thread returns empty. */
  @Override
  public void close() {
    closed = true;
    patience.close();
    Connection current = connection;
    if (current != null) {
      current.close();
    }
  }
}
