package io.github.chthosting.testkit.internal.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.Query;
import io.github.chthosting.testkit.internal.store.Ids;
import io.github.chthosting.testkit.internal.store.JsonText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The part of a list of names that {@code startkey}, {@code limit} and the like ask for. */
final class NamePage {
  private final Query query;

  NamePage(Query query) {
    this.query = query;
  }

  List<String> of(List<String> names) {
    boolean descending = flag("descending", false);
    List<String> sorted = new ArrayList<>(names);
    sorted.sort(Ids.ORDER);
    if (descending) {
      Collections.reverse(sorted);
    }
    Comparator<String> order = descending ? Ids.ORDER.reversed() : Ids.ORDER;
    String start = text("startkey", "start_key", "key");
    String end = text("endkey", "end_key", "key");
    boolean inclusive = flag("inclusive_end", true);
    return sorted.stream()
        .filter(name -> start == null || order.compare(name, start) >= 0)
        .filter(name -> end == null || order.compare(name, end) < (inclusive ? 1 : 0))
        .skip(skip())
        .limit(limit())
        .toList();
  }

  long skip() {
    return number("skip", 0);
  }

  long limit() {
    return number("limit", Long.MAX_VALUE);
  }

  private @Nullable String text(String... parameters) {
    for (String parameter : parameters) {
      String value = query.get(parameter);
      if (value != null) {
        JsonNode json = JsonText.parse(value);
        return json.isTextual() ? json.textValue() : json.toString();
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
