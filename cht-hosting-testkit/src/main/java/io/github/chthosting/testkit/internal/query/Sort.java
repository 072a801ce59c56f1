package io.github.chthosting.testkit.internal.query;

import io.github.chthosting.testkit.internal.http.ApiException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Names of fields in one direction, as {@code mango_sort} reads them: for queries and indexes. */
record Sort(List<String> names, boolean descending) {

  /** Reads {@code ["a", {"b": "asc"}]}; nothing is no order. */
  static Sort parse(JsonNode sort) {
    if (!sort.isMissingNode() && !sort.isArray() && !(sort.isObject() && sort.isEmpty())) {
      throw bad(
          "invalid_sort_json",
          "Sort must be an array of sort specs, not: " + ErlangText.readable(sort));
    }
    List<String> names = new ArrayList<>();
    boolean up = false;
    boolean down = false;
    for (JsonNode field : sort) {
      names.add(name(field));
      boolean descending = field.isObject() && direction(field).equals("desc");
      up |= !descending;
      down |= descending;
    }
    if (up && down) {
      throw bad(
          "unsupported_mixed_sort",
          "Sorts currently only support a single direction for all fields.");
    }
    return new Sort(List.copyOf(names), down);
  }

  private static String name(JsonNode field) {
    if (field.isString() && !field.stringValue().isEmpty()) {
      return field.stringValue();
    }
    if (!(field instanceof ObjectNode object)
        || object.size() != 1
        || !List.of("asc", "desc").contains(direction(object))) {
      throw bad("invalid_sort_field", "Invalid sort field: " + ErlangText.readable(field));
    }
    return object.properties().iterator().next().getKey();
  }

  private static String direction(JsonNode field) {
    return field.iterator().next().asString("");
  }

  private static ApiException bad(String error, String reason) {
    return FindQuery.bad(error, reason);
  }
}
