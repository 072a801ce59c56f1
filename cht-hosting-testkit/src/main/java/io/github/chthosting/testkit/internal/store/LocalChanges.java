package io.github.chthosting.testkit.internal.store;

import io.github.chthosting.testkit.internal.http.ApiException;
import java.util.Iterator;
import java.util.concurrent.ConcurrentNavigableMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Changes of one shard. */
final class LocalChanges implements ChangesCursor {
  private final ConcurrentNavigableMap<Long, DocumentRecord> rows;
  private final Iterator<DocumentRecord> iterator;
  private final long shown;
  private long seq;
  private long given;
  private long total = -1;

  private LocalChanges(ConcurrentNavigableMap<Long, DocumentRecord> rows, long seq, long shown) {
    this.rows = rows;
    this.iterator = rows.values().iterator();
    this.seq = seq;
    this.shown = shown;
  }

  static LocalChanges open(ShardState state, String since, boolean descending, long shown) {
    long last = state.seq();
    ConcurrentNavigableMap<Long, DocumentRecord> all = state.bySeq().headMap(last, true);
    if (descending) {
      return new LocalChanges(all.descendingMap(), last, shown);
    }
    long start = parse(since, last);
    return start >= last
        ? new LocalChanges(all.headMap(0L), start, shown)
        : new LocalChanges(all.tailMap(start, false), start, shown);
  }

  private static long parse(String since, long last) {
    String text = since.startsWith("\"") ? since.substring(1, since.length() - 1) : since;
    if (text.equals("now")) {
      return last;
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new ApiException(500, "unknown_error", "badarg");
    }
  }

  @Override
  public @Nullable StoredDocument next() {
    if (!iterator.hasNext()) {
      return null;
    }
    DocumentRecord record = iterator.next();
    seq = record.seq();
    given++;
    return record.shown(shown);
  }

  @Override
  public JsonNode seq() {
    return JsonNodeFactory.instance.numberNode(seq);
  }

  @Override
  public long pending() {
    if (total < 0) {
      total = given + (iterator.hasNext() ? countRest() : 0);
    }
    return Math.max(0, total - given);
  }

  private long countRest() {
    return given == 0 ? rows.size() : rows.tailMap(seq, false).size();
  }
}
