package io.github.chthosting.testkit.internal.query;

import io.github.chthosting.testkit.internal.http.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

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
    Reading reading,
    boolean stats,
    boolean fallback,
    @Nullable JsonNode partition) {

  /** The way in which an index is read; all copies here are always up to date. */
  record Reading(long r, boolean stale, boolean update, boolean stable) {
    static Reading of(ObjectNode body) {
      JsonNode r = body.path("r");
      if (!r.isMissingNode() && !(r.isIntegralNumber() && r.bigIntegerValue().signum() > 0)) {
        throw bad("invalid_pos_integer", ErlangText.of(r) + " is not an integer greater than zero");
      }
      JsonNode stale = body.path("stale");
      boolean ok = stale.asString("").equals("ok");
      if (!stale.isMissingNode() && !ok && !(stale.isBoolean() && !stale.booleanValue())) {
        throw bad("invalid_value", "Expected ok or false: " + ErlangText.of(stale));
      }
      return new Reading(r.asLong(1), ok, flag(body, "update", true), flag(body, "stable", false));
    }
  }

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
    Sort sort = Sort.parse(body.path("sort"));
    return new FindQuery(
        object,
        Selector.parse(object),
        useIndex(body.path("use_index")),
        bookmark(body.path("bookmark")),
        number(body.path("limit"), 25),
        number(body.path("skip"), 0),
        sort.names(),
        sort.descending(),
        FieldList.parse(body.path("fields").isMissingNode() ? none() : body.get("fields")),
        flag(body, "conflicts", false),
        Reading.of(body),
        flag(body, "execution_stats", false),
        flag(body, "allow_fallback", true),
        body.get("partition"));
  }

  private static JsonNode none() {
    return JsonNodeFactory.instance.arrayNode();
  }

  private static List<String> useIndex(JsonNode value) {
    if (value.isString()) {
      String text = value.stringValue();
      String ddoc = text.startsWith("_design/") ? text.substring("_design/".length()) : text;
      return List.of(ddoc.split("/", 2));
    }
    boolean names = value.isMissingNode() || (value.isArray() && value.size() < 3);
    for (JsonNode part : value) {
      names &= part.isString();
    }
    if (!names) {
      throw bad("invalid_index_name", "Invalid index name: " + ErlangText.of(value));
    }
    List<String> parts = new ArrayList<>();
    value.forEach(part -> parts.add(part.asString("")));
    if (!parts.isEmpty() && parts.get(0).startsWith("_design/")) {
      parts.set(0, parts.get(0).substring("_design/".length()));
    }
    return parts;
  }

  private static String bookmark(JsonNode value) {
    if (!value.isMissingNode() && !value.isString()) {
      throw ApiException.failure(
          "Unknown Error: mango_opts :: {invalid_bookmark," + ErlangText.of(value) + "}");
    }
    return value.asString("");
  }

  private static long number(JsonNode value, long other) {
    if (value.isMissingNode()) {
      return other;
    }
    if (!value.isIntegralNumber() || value.bigIntegerValue().signum() < 0) {
      throw bad(
          "invalid_non_neg_integer",
          ErlangText.of(value) + " is not an integer greater than or equal to zero");
    }
    return value.longValue(Long.MAX_VALUE);
  }

  private static boolean flag(ObjectNode body, String name, boolean other) {
    JsonNode value = body.path(name);
    if (!value.isMissingNode() && !value.isBoolean()) {
      throw bad("invalid_boolean", "Invalid boolean value: " + ErlangText.of(value));
    }
    return value.asBoolean(other);
  }

  static ApiException bad(String error, String reason) {
    return new ApiException(400, error, reason);
  }
}
