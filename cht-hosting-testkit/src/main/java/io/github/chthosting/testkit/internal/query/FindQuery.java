package io.github.chthosting.testkit.internal.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.chthosting.testkit.internal.http.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A body of {@code _find}, checked as {@code mango_opts} does.
 *
 * @param sort names of fields
 */
record FindQuery(
    ObjectNode selectorJson,
    Selector selector,
    List<String> useIndex,
    String bookmark,
    long limit,
    long skip,
    List<String> sort,
    boolean descending,
    FieldList fields,
    boolean conflicts,
    boolean stats,
    boolean fallback) {
  private static final Set<String> KEYS =
      Set.of(
          "selector",
          "use_index",
          "bookmark",
          "limit",
          "skip",
          "sort",
          "fields",
          "partition",
          "r",
          "conflicts",
          "stale",
          "update",
          "stable",
          "execution_stats",
          "allow_fallback");

  static FindQuery parse(ObjectNode body) {
    JsonNode selector = body.get("selector");
    if (selector == null) {
      throw bad("missing_required_key", "Missing required key: selector");
    }
    for (Map.Entry<String, JsonNode> member : body.properties()) {
      if (!KEYS.contains(member.getKey())) {
        throw bad("invalid_key", "Invalid key " + member.getKey() + " for this request.");
      }
    }
    if (!(selector instanceof ObjectNode object)) {
      throw bad(
          "invalid_selector_json",
          "Selector must be a JSON object, not: " + ErlangText.of(selector));
    }
    JsonNode sort = body.path("sort");
    return new FindQuery(
        object,
        Selector.parse(object),
        useIndex(body.path("use_index")),
        bookmark(body.path("bookmark")),
        number(body.path("limit"), 25),
        number(body.path("skip"), 0),
        sort(sort),
        isDescending(sort),
        FieldList.parse(body.path("fields").isMissingNode() ? none() : body.get("fields")),
        flag(body, "conflicts", false),
        flag(body, "execution_stats", false),
        flag(body, "allow_fallback", true));
  }

  private static JsonNode none() {
    return JsonNodeFactory.instance.arrayNode();
  }

  private static List<String> useIndex(JsonNode value) {
    if (value.isTextual()) {
      String text = value.textValue();
      String ddoc = text.startsWith("_design/") ? text.substring("_design/".length()) : text;
      return List.of(ddoc.split("/", 2));
    }
    List<String> parts = new ArrayList<>();
    value.forEach(part -> parts.add(part.asText()));
    if (!parts.isEmpty() && parts.get(0).startsWith("_design/")) {
      parts.set(0, parts.get(0).substring("_design/".length()));
    }
    return parts;
  }

  private static String bookmark(JsonNode value) {
    if (!value.isMissingNode() && !value.isTextual()) {
      throw new ApiException(
          500,
          "unknown_error",
          "Unknown Error: mango_opts :: {invalid_bookmark," + ErlangText.of(value) + "}");
    }
    return value.asText("");
  }

  private static long number(JsonNode value, long other) {
    if (value.isMissingNode()) {
      return other;
    }
    if (!value.isIntegralNumber() || value.longValue() < 0) {
      throw bad(
          "invalid_non_neg_integer",
          ErlangText.of(value) + " is not an integer greater than or equal to zero");
    }
    return value.longValue();
  }

  private static boolean flag(ObjectNode body, String name, boolean other) {
    JsonNode value = body.path(name);
    if (!value.isMissingNode() && !value.isBoolean()) {
      throw bad("invalid_boolean", "Invalid boolean value: " + ErlangText.of(value));
    }
    return value.asBoolean(other);
  }

  private static List<String> sort(JsonNode sort) {
    List<String> names = new ArrayList<>();
    if (!sort.isMissingNode() && !sort.isArray() && !(sort.isObject() && sort.isEmpty())) {
      throw bad(
          "invalid_sort_json", "Sort must be an array of sort specs, not: " + ErlangText.of(sort));
    }
    boolean up = false;
    boolean down = false;
    for (JsonNode field : sort) {
      names.add(field.isTextual() ? field.textValue() : name(field));
      boolean descending = field.isObject() && field.iterator().next().asText().equals("desc");
      up |= !descending;
      down |= descending;
    }
    if (up && down) {
      throw bad(
          "unsupported_mixed_sort",
          "Sorts currently only support a single direction for all fields.");
    }
    return names;
  }

  private static String name(JsonNode field) {
    if (!field.isObject() || field.size() != 1) {
      throw bad("invalid_sort_field", "Invalid sort field: " + ErlangText.readable(field));
    }
    String direction = field.iterator().next().asText();
    if (!direction.equals("asc") && !direction.equals("desc")) {
      throw bad("invalid_sort_field", "Invalid sort field: " + ErlangText.readable(field));
    }
    return field.properties().iterator().next().getKey();
  }

  private static boolean isDescending(JsonNode sort) {
    return sort.isArray()
        && sort.path(0).isObject()
        && sort.get(0).iterator().next().asText().equals("desc");
  }

  static ApiException bad(String error, String reason) {
    return new ApiException(400, error, reason);
  }
}
