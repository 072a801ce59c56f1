package io.github.chthosting.couchdb;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * Cuts a query into pages. The next page starts at a key and document, as {@code skip} makes
 * CouchDB walk over all that is skipped; only reduced rows, which have no document, are skipped.
 */
final class Paging {
  private final Function<ViewQuery, Rows<Row>> source;
  private final int size;

  Paging(Function<ViewQuery, Rows<Row>> source, int size) {
    if (size < 1) {
      throw new IllegalArgumentException("a page needs at least one row, not " + size);
    }
    this.source = source;
    this.size = size;
  }

  Page page(ViewQuery query) {
    return query.keys().map(keys -> byKeys(query, keys)).orElseGet(() -> byRange(query));
  }

  private Page byKeys(ViewQuery query, ArrayNode keys) {
    List<JsonNode> all = new ArrayList<>();
    keys.forEach(all::add);
    int some = Math.min(size, all.size());
    List<Row> rows = read(query.keys(all.subList(0, some)));
    List<JsonNode> rest = all.subList(some, all.size());
    return new Page(rows, rest.isEmpty() ? Optional.empty() : Optional.of(query.keys(rest)));
  }

  private Page byRange(ViewQuery query) {
    long allowed = number(query, "limit", Long.MAX_VALUE);
    // One row more than a page tells whether there is another page, and where it starts.
    List<Row> rows = read(query.limit(Math.min(allowed, size + 1L)));
    if (rows.size() <= size) {
      return new Page(rows, Optional.empty());
    }
    List<Row> page = rows.subList(0, size);
    ViewQuery next = after(query, page, rows.get(size));
    return new Page(
        page, Optional.of(allowed == Long.MAX_VALUE ? next : next.limit(allowed - size)));
  }

  private ViewQuery after(ViewQuery query, List<Row> page, Row first) {
    // A document may emit the same key more than once: its rows of this page are not to come again.
    int same = 0;
    while (same < size && isSame(page.get(size - 1 - same), first)) {
      same++;
    }
    if (first.id().isEmpty() || same == size) {
      return query.skip(number(query, "skip", 0) + size);
    }
    ViewQuery next =
        query.without("key").without("skip").startKey(first.key()).startDocument(first.id().get());
    ViewQuery ended = query.parameter("key").map(next::endKey).orElse(next);
    return same == 0 ? ended : ended.skip(same);
  }

  private static boolean isSame(Row one, Row other) {
    return one.id().equals(other.id()) && one.key().equals(other.key());
  }

  private List<Row> read(ViewQuery query) {
    List<Row> read = new ArrayList<>();
    try (Rows<Row> rows = source.apply(query)) {
      rows.forEachRemaining(read::add);
    }
    return read;
  }

  private static long number(ViewQuery query, String name, long otherwise) {
    return query.parameter(name).map(value -> value.asLong(0)).orElse(otherwise);
  }
}
