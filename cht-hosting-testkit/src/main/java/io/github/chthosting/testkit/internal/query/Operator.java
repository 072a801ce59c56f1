package io.github.chthosting.testkit.internal.query;

import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.store.Ids;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One operator of Mango with its argument, as {@code mango_selector} checks and applies it.
 *
 * @param inner the selector inside {@code $elemMatch} and the like
 * @param pattern of {@code $regex}
 */
record Operator(
    String name, JsonNode argument, @Nullable Selector inner, @Nullable Pattern pattern) {
  private static final Set<String> COMPARISONS = Set.of("$lt", "$lte", "$eq", "$ne", "$gte", "$gt");
  private static final Set<String> INNER = Set.of("$elemMatch", "$allMatch", "$keyMapMatch");
  private static final Set<String> UNSUPPORTED =
      Set.of("$where", "$geoWithin", "$geoIntersects", "$near", "$nearSphere");
  private static final Map<String, String> OPPOSITES =
      Map.of(
          "$lt", "$gte", "$lte", "$gt", "$eq", "$ne", "$ne", "$eq", "$gte", "$lt", "$gt", "$lte",
          "$in", "$nin", "$nin", "$in");

  static Operator equalTo(JsonNode value) {
    return new Operator("$eq", value, null, null);
  }

  /**
   * Checks name and argument.
   *
   * @throws ApiException 400
   */
  static Operator of(String name, JsonNode argument, Selector.SelectorParser parser) {
    if (INNER.contains(name)) {
      if (!argument.isObject()) {
        throw badArgument(name, argument);
      }
      return new Operator(name, argument, inner((ObjectNode) argument, parser), null);
    }
    if (name.equals("$regex")) {
      return new Operator(name, argument, null, pattern(argument));
    }
    if (!COMPARISONS.contains(name) && !fits(name, argument)) {
      throw badArgument(name, argument);
    }
    return new Operator(name, argument, null, null);
  }

  private static Selector inner(ObjectNode argument, Selector.SelectorParser parser) {
    return argument.isEmpty()
        ? new Selector.Every(java.util.List.of())
        : parser.parse(argument, java.util.List.of());
  }

  private static Pattern pattern(JsonNode argument) {
    try {
      if (argument.isString()) {
        return Pattern.compile(argument.stringValue());
      }
    } catch (PatternSyntaxException e) {
      throw badArgument("$regex", argument);
    }
    throw unknown("$regex");
  }

  private static ApiException unknown(String name) {
    return new ApiException(400, "invalid_operator", "Invalid operator: " + name);
  }

  private static boolean fits(String name, JsonNode argument) {
    return switch (name) {
      case "$in", "$nin", "$all" -> argument.isArray();
      case "$exists" -> argument.isBoolean();
      case "$type" -> argument.isString();
      case "$beginsWith" -> {
        if (!argument.isString()) {
          throw unknown(name);
        }
        yield true;
      }
      case "$size" -> argument.isIntegralNumber() && argument.bigIntegerValue().signum() >= 0;
      case "$mod" ->
          argument.size() == 2
              && argument.path(0).isIntegralNumber()
              && argument.path(1).isIntegralNumber();
      default -> {
        if (UNSUPPORTED.contains(name) || name.equals("$text")) {
          throw new ApiException(400, "not_supported", "Unsupported operator: " + name);
        }
        throw unknown(name);
      }
    };
  }

  static ApiException badArgument(String name, JsonNode argument) {
    return new ApiException(
        400, "bad_arg", "Bad argument for operator " + name + ": " + ErlangText.of(argument));
  }

  /** Returns whether it matches where the field is missing. */
  boolean isAbsence() {
    return name.equals("$exists") && !argument.booleanValue();
  }

  boolean isEquality() {
    return name.equals("$eq");
  }

  /** The operator that is true where this is not, if there is one. */
  @Nullable Operator opposite() {
    if (name.equals("$exists")) {
      JsonNode other = JsonNodeFactory.instance.booleanNode(!argument.booleanValue());
      return new Operator(name, other, null, null);
    }
    String other = OPPOSITES.get(name);
    return other == null ? null : new Operator(other, argument, null, null);
  }

  /**
   * Applies it to a value that is there.
   *
   * @param raw whether strings compare by bytes
   */
  boolean test(JsonNode value, boolean raw) {
    return switch (name) {
      case "$lt" -> compare(value, argument, raw) < 0;
      case "$lte" -> compare(value, argument, raw) <= 0;
      case "$eq" -> compare(value, argument, raw) == 0;
      case "$ne" -> compare(value, argument, raw) != 0;
      case "$gte" -> compare(value, argument, raw) >= 0;
      case "$gt" -> compare(value, argument, raw) > 0;
      case "$in" -> isIn(value, raw);
      case "$nin" -> argument.isEmpty() || !isIn(value, raw);
      case "$exists" -> argument.booleanValue();
      case "$type" -> argument.stringValue().equals(type(value));
      case "$mod" -> value.isIntegralNumber() && mod(value);
      case "$beginsWith" ->
          value.isString() && value.stringValue().startsWith(argument.stringValue());
      case "$regex" ->
          value.isString() && pattern != null && pattern.matcher(value.stringValue()).find();
      case "$size" -> value.isArray() && value.size() == argument.longValue(-1);
      case "$all" -> hasAll(value);
      default -> matchesInner(value);
    };
  }

  private static int compare(JsonNode a, JsonNode b, boolean raw) {
    return raw && a.isString() && b.isString()
        ? Ids.ORDER.compare(a.stringValue(), b.stringValue())
        : Collation.compare(a, b);
  }

  private boolean isIn(JsonNode value, boolean raw) {
    for (JsonNode wanted : argument) {
      if (value.isArray()) {
        for (JsonNode element : value) {
          if (compare(element, wanted, raw) == 0) {
            return true;
          }
        }
      } else if (compare(value, wanted, raw) == 0) {
        return true;
      }
    }
    return false;
  }

  private boolean mod(JsonNode value) {
    if (argument.get(0).bigIntegerValue().signum() == 0) {
      throw ApiException.failure("badarith");
    }
    return value
        .bigIntegerValue()
        .remainder(argument.get(0).bigIntegerValue())
        .equals(argument.get(1).bigIntegerValue());
  }

  private boolean hasAll(JsonNode value) {
    if (!value.isArray() || argument.isEmpty()) {
      return false;
    }
    if (argument.size() == 1 && argument.get(0).isArray() && argument.get(0).equals(value)) {
      return true;
    }
    for (JsonNode wanted : argument) {
      boolean found = false;
      for (JsonNode element : value) {
        found |= element.equals(wanted);
      }
      if (!found) {
        return false;
      }
    }
    return true;
  }

  private boolean matchesInner(JsonNode value) {
    if (inner == null) {
      return false;
    }
    if (name.equals("$keyMapMatch")) {
      return value.isObject()
          && value.properties().stream()
              .anyMatch(m -> inner.matches(JsonNodeFactory.instance.stringNode(m.getKey())));
    }
    if (!value.isArray() || value.isEmpty()) {
      return false;
    }
    boolean all = name.equals("$allMatch");
    for (JsonNode element : value) {
      if (inner.matches(element) != all) {
        return !all;
      }
    }
    return all;
  }

  private static String type(JsonNode value) {
    if (value.isString()) {
      return "string";
    }
    if (value.isNumber()) {
      return "number";
    }
    if (value.isBoolean()) {
      return "boolean";
    }
    return value.isArray() ? "array" : value.isObject() ? "object" : "null";
  }
}
