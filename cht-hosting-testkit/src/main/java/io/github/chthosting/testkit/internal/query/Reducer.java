package io.github.chthosting.testkit.internal.query;

import io.github.chthosting.testkit.internal.http.ApiException;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Built-in reduce functions. */
final class Reducer {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Reducer() {}

  /** The function of that name, or null. */
  static @org.jspecify.annotations.Nullable ReduceFunction builtIn(String name) {
    return switch (name.trim()) {
      case "_count" -> (keys, values) -> NODES.numberNode(values.size());
      case "_sum" -> (keys, values) -> sum(values);
      case "_stats" -> (keys, values) -> stats(values);
      case "_approx_count_distinct" -> (keys, values) -> distinct(keys);
      default -> null;
    };
  }

  // Exact, where CouchDB estimates.
  private static JsonNode distinct(List<JsonNode> keys) {
    TreeSet<JsonNode> different = new TreeSet<>(Collation.ORDER);
    different.addAll(keys);
    return NODES.numberNode(different.size());
  }

  private static JsonNode sum(List<JsonNode> values) {
    JsonNode total = NODES.numberNode(0);
    for (JsonNode value : values) {
      total = add(total, value);
    }
    return total;
  }

  private static JsonNode add(JsonNode a, JsonNode b) {
    if (a.isNumber() && b.isNumber()) {
      return number(a, b);
    }
    if (a.isArray() || b.isArray()) {
      return arrays(list(a), list(b));
    }
    if (a.isObject() && b.isObject()) {
      return objects(a, b);
    }
    if (a.isNumber() && a.doubleValue() == 0 && b.isObject()) {
      return b;
    }
    throw new ApiException(
        500,
        "builtin_reduce_error",
        "The _sum function requires that map values be numbers, arrays of numbers, or objects.");
  }

  private static JsonNode number(JsonNode a, JsonNode b) {
    if (a.isIntegralNumber() && b.isIntegralNumber()) {
      return whole(a.bigIntegerValue().add(b.bigIntegerValue()));
    }
    return NODES.numberNode(a.doubleValue() + b.doubleValue());
  }

  private static JsonNode list(JsonNode node) {
    return node.isArray() ? node : NODES.arrayNode().add(node);
  }

  private static JsonNode arrays(JsonNode a, JsonNode b) {
    ArrayNode total = NODES.arrayNode();
    for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
      JsonNode zero = NODES.numberNode(0);
      total.add(add(a.has(i) ? a.get(i) : zero, b.has(i) ? b.get(i) : zero));
    }
    return total;
  }

  private static JsonNode objects(JsonNode a, JsonNode b) {
    ObjectNode total = ((ObjectNode) a).deepCopy();
    for (Map.Entry<String, JsonNode> member : b.properties()) {
      JsonNode old = total.get(member.getKey());
      total.set(member.getKey(), old == null ? member.getValue() : add(old, member.getValue()));
    }
    return total;
  }

  private static JsonNode stats(List<JsonNode> values) {
    JsonNode sum = NODES.numberNode(0);
    JsonNode squares = NODES.numberNode(0);
    JsonNode min = NODES.numberNode(0);
    JsonNode max = NODES.numberNode(0);
    for (int i = 0; i < values.size(); i++) {
      JsonNode value = values.get(i);
      if (!value.isNumber()) {
        throw new ApiException(
            500,
            "builtin_reduce_error",
            "The _stats function requires that map values be numbers or arrays of numbers, not '"
                + value
                + "'");
      }
      sum = number(sum, value);
      squares = number(squares, square(value));
      min = i == 0 || Collation.compare(value, min) < 0 ? value : min;
      max = i == 0 || Collation.compare(value, max) > 0 ? value : max;
    }
    ObjectNode stats = NODES.objectNode();
    stats.set("sum", sum);
    stats.put("count", values.size()).set("min", min);
    stats.set("max", max);
    stats.set("sumsqr", squares);
    return stats;
  }

  private static JsonNode whole(BigInteger exact) {
    return exact.bitLength() < 64 ? NODES.numberNode(exact.longValue()) : NODES.numberNode(exact);
  }

  private static JsonNode square(JsonNode value) {
    return value.isIntegralNumber()
        ? whole(value.bigIntegerValue().pow(2))
        : NODES.numberNode(value.doubleValue() * value.doubleValue());
  }
}
