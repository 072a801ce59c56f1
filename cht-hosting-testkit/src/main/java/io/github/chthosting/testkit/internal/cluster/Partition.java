package io.github.chthosting.testkit.internal.cluster;

import io.github.chthosting.testkit.internal.store.ChangesCursor;
import io.github.chthosting.testkit.internal.store.IdRange;
import io.github.chthosting.testkit.internal.store.Ids;
import io.github.chthosting.testkit.internal.store.StoredDocument;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One partition of a partitioned database: the ids before a colon. */
record Partition(String name) {

  boolean contains(String id) {
    return id.startsWith(name + ":");
  }

  /** The given range, kept within the partition; design documents can be asked for still. */
  IdRange within(IdRange range) {
    String low = range.descending() ? range.end() : range.start();
    if (low != null && low.startsWith("_design/")) {
      return range;
    }
    String first = name + ":";
    String last = name + ":\uffff";
    return range.descending()
        ? new IdRange(
            earlier(range.start(), last), later(range.end(), first), range.inclusiveEnd(), true)
        : new IdRange(
            later(range.start(), first), earlier(range.end(), last), range.inclusiveEnd(), false);
  }

  private static String later(@Nullable String given, String bound) {
    return given == null || Ids.ORDER.compare(given, bound) < 0 ? bound : given;
  }

  private static String earlier(@Nullable String given, String bound) {
    return given == null || Ids.ORDER.compare(given, bound) > 0 ? bound : given;
  }

  /** The changes of the partition, and of design documents. */
  ChangesCursor of(ChangesCursor all) {
    return new ChangesCursor() {
      @Override
      public @Nullable StoredDocument next() {
        StoredDocument document = all.next();
        while (document != null
            && !contains(document.id())
            && !document.id().startsWith("_design/")) {
          document = all.next();
        }
        return document;
      }

      @Override
      public JsonNode seq() {
        return all.seq();
      }

      @Override
      public long pending() {
        return all.pending();
      }
    };
  }
}
