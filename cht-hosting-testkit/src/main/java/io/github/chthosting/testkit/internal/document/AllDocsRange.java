package io.github.chthosting.testkit.internal.document;

import io.github.chthosting.testkit.internal.store.IdRange;
import io.github.chthosting.testkit.internal.store.Ids;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The ids that {@code _all_docs}, {@code _design_docs} or {@code _local_docs} is asked for. */
final class AllDocsRange {
  private AllDocsRange() {}

  static IdRange of(ViewQuery query, String name) {
    String start = text(query.startKey, query.startId);
    String end = text(query.endKey, query.endId);
    if (!name.equals("_design_docs")) {
      return new IdRange(start, end, query.inclusiveEnd, query.descending);
    }
    String first = query.descending ? "_design0" : "_design/";
    String last = query.descending ? "_design/" : "_design0";
    return new IdRange(
        start == null || isBefore(start, first, query) ? first : start,
        end == null || isBefore(last, end, query) ? last : end,
        end == null || query.inclusiveEnd,
        query.descending);
  }

  private static boolean isBefore(String a, String b, ViewQuery query) {
    int order = Ids.ORDER.compare(a, b);
    return query.descending ? order > 0 : order < 0;
  }

  // An id stands for a key that was not given.
  private static @Nullable String text(@Nullable JsonNode key, @Nullable String id) {
    return key == null ? id : text(key);
  }

  private static @Nullable String text(@Nullable JsonNode key) {
    return key == null || !key.isString() ? null : key.stringValue();
  }

  /** Returns whether no id is in it: for Erlang anything but a string sorts before all strings. */
  static boolean isNothing(ViewQuery query) {
    if (query.looseBounds) {
      return false;
    }
    JsonNode low = query.descending ? query.startKey : query.endKey;
    return low != null && !low.isString();
  }
}
