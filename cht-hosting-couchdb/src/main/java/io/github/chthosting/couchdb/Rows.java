package io.github.chthosting.couchdb;

import io.github.chthosting.couchdb.internal.JsonRows;
import io.github.chthosting.couchdb.server.CouchDbException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Rows as they arrive, one in memory at a time. Close it. Not thread-safe, except that {@link
 * #close()} may come from another thread.
 *
 * <p>{@link #hasNext()} and {@link #next()} throw {@link CouchDbException} when CouchDB breaks off
 * with an error after a good beginning, {@link io.github.chthosting.UnreachableException} when the
 * answer is cut, and {@link io.github.chthosting.TimedOutException} when it stalls: the rows so far
 * are then not all.
 *
 * @param <T> what a row is
 */
public final class Rows<T> implements Iterator<T>, AutoCloseable {
  private final JsonRows rows;
  private final Function<JsonNode, T> reader;
  private @Nullable T ahead;

  Rows(JsonRows rows, Function<JsonNode, T> reader) {
    this.rows = rows;
    this.reader = reader;
  }

  @Override
  public boolean hasNext() {
    if (ahead == null) {
      JsonNode row = rows.next();
      ahead = row == null ? null : reader.apply(row);
    }
    return ahead != null;
  }

  @Override
  public T next() {
    if (!hasNext() || ahead == null) {
      throw new NoSuchElementException();
    }
    T row = ahead;
    ahead = null;
    return row;
  }

  /** Returns all rows that are left; it closes this when it is closed. */
  public Stream<T> stream() {
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED | Spliterator.NONNULL),
            false)
        .onClose(this::close);
  }

  /** Returns the number of rows of the whole view or database, if CouchDB says it. */
  public OptionalLong totalRows() {
    return number("total_rows");
  }

  /** Returns the number of rows before the first one, if CouchDB says it. */
  public OptionalLong offset() {
    return number("offset");
  }

  /** Returns a member beside the rows, before or (once all rows were read) behind them. */
  public JsonNode member(String name) {
    return rows.head().has(name) ? rows.head().get(name) : rows.tail().path(name);
  }

  private OptionalLong number(String name) {
    JsonNode number = member(name);
    return number.isIntegralNumber() ? OptionalLong.of(number.asLong(0)) : OptionalLong.empty();
  }

  @Override
  public void close() {
    rows.close();
  }
}
