package io.github.chthosting.testkit.internal.server;

import io.github.chthosting.testkit.internal.document.ViewQuery;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.Query;
import io.github.chthosting.testkit.internal.http.ServerVersion;
import io.github.chthosting.testkit.internal.store.Ids;
import io.github.chthosting.testkit.internal.store.JsonText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The part of a list of names that {@code startkey}, {@code limit} and the like ask for. */
final class NamePage {
  private final Query query;
  private final ServerVersion version;

  NamePage(Query query, ServerVersion version) {
    this.query = query;
    this.version = version;
  }

  List<String> of(List<String> names) {
    checkReduce();
    boolean descending = flag("descending", false);
    if (isNothing(descending)) {
      return List.of();
    }
    List<String> sorted = new ArrayList<>(names);
    sorted.sort(Ids.ORDER);
    if (descending) {
      Collections.reverse(sorted);
    }
    Comparator<String> order = descending ? Ids.ORDER.reversed() : Ids.ORDER;
    String start = text("startkey", "start_key");
    String end = text("endkey", "end_key");
    boolean inclusive = flag("inclusive_end", true);
    return sorted.stream()
        .filter(name -> start == null || order.compare(name, start) >= 0)
        .filter(name -> end == null || order.compare(name, end) < (inclusive ? 1 : 0))
        .skip(skip())
        .limit(limit())
        .toList();
  }

  private void checkReduce() {
    if (flag("reduce", false)) {
      throw ViewQuery.parseError("Reduce is invalid for map-only views.");
    }
    if (flag("group", false) || number("group_level", 0) > 0) {
      throw ViewQuery.parseError("Invalid use of grouping on a map view.");
    }
  }

  /**
   * Returns whether the list ends before its first name: all but strings sort before all strings.
   */
  private boolean isNothing(boolean descending) {
    JsonNode low = descending ? json("startkey", "start_key") : json("endkey", "end_key");
    return !version.isBefore(3, 4) && low != null && !low.isString();
  }

  long skip() {
    return number("skip", 0);
  }

  long limit() {
    return number("limit", Long.MAX_VALUE);
  }

  private @Nullable String text(String... parameters) {
    JsonNode value = json(parameters);
    return value != null && value.isString() ? value.stringValue() : null;
  }

  private @Nullable JsonNode json(String... parameters) {
    JsonNode keys = JsonText.parse(query.get("keys", "[]"));
    if (keys.size() == 1) {
      return keys.get(0);
    }
    if (!keys.isEmpty()) {
      throw new ApiException(500, "function_clause", "fabric:get_doc_count");
    }
    for (String parameter : parameters) {
      String value = query.get(parameter, query.get("key", ""));
      if (!value.isEmpty()) {
        return JsonText.parse(value);
      }
    }
    return null;
  }

  private long number(String parameter, long other) {
    String value = query.get(parameter);
    if (value == null) {
      return other;
    }
    if (value.matches("-[0-9]{1,18}")) {
      throw new ApiException(
          400, "query_parse_error", "Invalid value for positive integer: \"" + value + "\"");
    }
    if (!value.matches("[0-9]{1,18}")) {
      throw new ApiException(
          400, "query_parse_error", "Invalid value for integer: \"" + value + "\"");
    }
    return Long.parseLong(value);
  }

  private boolean flag(String parameter, boolean other) {
    String value = query.get(parameter, String.valueOf(other)).toLowerCase(Locale.ROOT);
    if (!value.equals("true") && !value.equals("false")) {
      throw new ApiException(
          400, "query_parse_error", "Invalid boolean parameter: \"" + value + "\"");
    }
    return value.equals("true");
  }
}
