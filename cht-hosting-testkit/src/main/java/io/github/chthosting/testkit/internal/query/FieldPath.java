package io.github.chthosting.testkit.internal.query;

import io.github.chthosting.testkit.internal.http.ApiException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A field's name with dots: {@code a.b}, {@code a\.b} being one name. */
final class FieldPath {
  private FieldPath() {}

  /** Splits at dots that are not escaped; 400 if a part is empty. */
  static List<String> parse(String field) {
    if (field.isEmpty()) {
      return List.of();
    }
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == '\\' && i + 1 < field.length()) {
        i++;
        part.append(field.charAt(i) == '.' ? "." : "\\" + field.charAt(i));
      } else if (c == '.') {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString());
    if (parts.size() > 1 && parts.stream().anyMatch(String::isEmpty)) {
      throw new ApiException(400, "invalid_field_name", "Invalid field name: " + field);
    }
    return List.copyOf(parts);
  }

  /**
   * Returns whether {@link #parse} would refuse it: an index may have such a field, no query can.
   */
  static boolean isIllegal(String field) {
    return field.startsWith(".") || field.contains("..") || field.matches(".*[^\\\\]\\.");
  }

  /** The value at the path, or null. Numbers step into arrays. */
  static @Nullable JsonNode get(JsonNode value, List<String> path) {
    JsonNode at = value;
    for (String part : path) {
      JsonNode next = at.isObject() ? at.get(part) : at.isArray() ? element(at, part) : null;
      if (next == null) {
        return null;
      }
      at = next;
    }
    return at;
  }

  /** Returns whether the path steps into what is neither object nor array. */
  static boolean isBroken(JsonNode value, List<String> path) {
    JsonNode at = value;
    for (String part : path) {
      if (!at.isContainer()) {
        return true;
      }
      at = at.isObject() ? at.path(part) : at.path(0);
      if (at.isMissingNode()) {
        return false;
      }
    }
    return false;
  }

  private static @Nullable JsonNode element(JsonNode array, String part) {
    try {
      return array.get(Integer.parseInt(part));
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
