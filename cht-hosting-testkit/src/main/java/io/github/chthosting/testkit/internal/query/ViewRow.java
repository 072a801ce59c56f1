package io.github.chthosting.testkit.internal.query;

import io.github.chthosting.testkit.internal.store.Ids;
import java.util.Comparator;
import tools.jackson.databind.JsonNode;

/**
 * One row of a view.
 *
 * @param number which of the document's rows it is
 */
record ViewRow(JsonNode key, String id, int number, JsonNode value) {
  /** The order by key, then by document id, then as rows were emitted. */
  static final Comparator<ViewRow> ORDER =
      Comparator.comparing(ViewRow::key, Collation.ORDER)
          .thenComparing(ViewRow::id, Ids.ORDER)
          .thenComparingInt(ViewRow::number);
}
