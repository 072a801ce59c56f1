package io.github.chthosting.testkit.internal.query;

import io.github.chthosting.testkit.internal.document.ViewQuery;
import io.github.chthosting.testkit.internal.store.Ids;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The rows of a view that a query's keys select, in the query's direction, before skip and limit.
 *
 * @param offset how many rows precede the first one
 */
record ViewSelection(List<ViewRow> rows, int offset) {

  static ViewSelection of(List<ViewRow> all, ViewQuery query) {
    List<ViewRow> way = all;
    if (query.descending) {
      way = new ArrayList<>(all);
      Collections.reverse(way);
    }
    return query.keys == null ? range(way, query) : byKeys(way, query.keys, query.descending);
  }

  /** Throws 400 if the end comes before the start. */
  static void checkRange(ViewQuery query) {
    if (query.startKey == null || query.endKey == null) {
      return;
    }
    int order = Collation.compare(query.startKey, query.endKey);
    if (query.descending ? order < 0 : order > 0) {
      throw ViewQuery.parseError(
              "No rows can match your key range, reverse your start_key and end_key or set "
                  + "descending="
                  + !query.descending)
          .traced();
    }
  }

  private static ViewSelection range(List<ViewRow> way, ViewQuery query) {
    int sign = query.descending ? -1 : 1;
    int first = 0;
    while (first < way.size() && isBefore(way.get(first), query, sign)) {
      first++;
    }
    int end = first;
    while (end < way.size() && !isAfter(way.get(end), query, sign)) {
      end++;
    }
    return new ViewSelection(way.subList(first, end), first);
  }

  private static boolean isBefore(ViewRow row, ViewQuery query, int sign) {
    JsonNode start = query.startKey;
    if (start == null) {
      return false;
    }
    int order = sign * compare(row, start, query.startId);
    return order < 0;
  }

  private static boolean isAfter(ViewRow row, ViewQuery query, int sign) {
    JsonNode end = query.endKey;
    if (end == null) {
      return false;
    }
    int order = sign * compare(row, end, query.endId);
    return query.inclusiveEnd ? order > 0 : order >= 0;
  }

  private static int compare(ViewRow row, JsonNode key, @Nullable String id) {
    int byKey = Collation.compare(row.key(), key);
    return byKey != 0 || id == null ? byKey : Ids.ORDER.compare(row.id(), id);
  }

  private static ViewSelection byKeys(List<ViewRow> way, List<JsonNode> asked, boolean descending) {
    List<JsonNode> keys = new ArrayList<>(asked);
    if (descending) {
      Collections.reverse(keys);
    }
    List<ViewRow> chosen = new ArrayList<>();
    int offset = 0;
    for (int i = 0; i < keys.size(); i++) {
      ViewQuery one = new ViewQuery();
      one.startKey = keys.get(i);
      one.endKey = keys.get(i);
      one.descending = descending;
      ViewSelection found = range(way, one);
      chosen.addAll(found.rows());
      offset = i == 0 ? found.offset() : offset;
    }
    return new ViewSelection(chosen, offset);
  }
}
