package io.github.chthosting.testkit.internal.query;

import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Order of view keys: null, false, true, numbers, strings, arrays, objects. Strings are in the
 * order of {@link UnicodeOrder}.
 */
public final class Collation {

  /** The order in which views sort. */
  public static final Comparator<JsonNode> ORDER = Collation::compare;

  private Collation() {}

  static int compare(JsonNode a, JsonNode b) {
    int byType = Integer.compare(rank(a), rank(b));
    if (byType != 0) {
      return byType;
    }
    if (a.isNumber()) {
      return compareNumbers(a, b);
    }
    if (a.isString()) {
      return UnicodeOrder.compare(a.stringValue(), b.stringValue());
    }
    if (a.isArray()) {
      return compareArrays(a, b);
    }
    return a.isObject() ? compareObjects(a, b) : 0;
  }

  private static int rank(JsonNode node) {
    if (node.isNull() || node.isMissingNode()) {
      return 0;
    }
    if (node.isBoolean()) {
      return node.booleanValue() ? 2 : 1;
    }
    if (node.isNumber()) {
      return 3;
    }
    if (node.isString()) {
      return 4;
    }
    return node.isArray() ? 5 : 6;
  }

  private static int compareNumbers(JsonNode a, JsonNode b) {
    boolean whole = a.isIntegralNumber() && b.isIntegralNumber();
    if (whole && a.canConvertToLong() && b.canConvertToLong()) {
      return Long.compare(a.longValue(), b.longValue());
    }
    return a.decimalValue().compareTo(b.decimalValue());
  }

  private static int compareArrays(JsonNode a, JsonNode b) {
    for (int i = 0; i < a.size() && i < b.size(); i++) {
      int byElement = compare(a.get(i), b.get(i));
      if (byElement != 0) {
        return byElement;
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  private static int compareObjects(JsonNode a, JsonNode b) {
    Iterator<Map.Entry<String, JsonNode>> left = a.properties().iterator();
    Iterator<Map.Entry<String, JsonNode>> right = b.properties().iterator();
    while (left.hasNext() && right.hasNext()) {
      Map.Entry<String, JsonNode> x = left.next();
      Map.Entry<String, JsonNode> y = right.next();
      int byName = UnicodeOrder.compare(x.getKey(), y.getKey());
      int order = byName != 0 ? byName : compare(x.getValue(), y.getValue());
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.size(), b.size());
  }
}
