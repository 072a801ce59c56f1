package io.github.chthosting.testkit.internal.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A decoded query string; names and values keep their order and repetitions. Immutable. */
public record Query(List<Map.Entry<String, String>> parameters) {

  public Query {
    parameters = List.copyOf(parameters);
  }

  /** Parses {@code a=1&b=%22x%22}, {@code +} being a space; null or empty is no parameter. */
  public static Query parse(@Nullable String raw) {
    List<Map.Entry<String, String>> found = new ArrayList<>();
    if (raw != null) {
      for (String pair : raw.split("[&;]", -1)) {
        if (!pair.isEmpty()) {
          int equals = pair.indexOf('=');
          String name = equals < 0 ? pair : pair.substring(0, equals);
          String value = equals < 0 ? "" : pair.substring(equals + 1);
          found.add(Map.entry(decoded(name), decoded(value)));
        }
      }
    }
    return new Query(found);
  }

  /** The first value of that name, or null. */
  public @Nullable String get(String name) {
    for (Map.Entry<String, String> parameter : parameters) {
      if (parameter.getKey().equals(name)) {
        return parameter.getValue();
      }
    }
    return null;
  }

  /** The first value of that name, or {@code other}. */
  public String get(String name, String other) {
    String value = get(name);
    return value == null ? other : value;
  }

  /** Returns whether the value is {@code true}. */
  public boolean isTrue(String name) {
    return "true".equals(get(name));
  }

  /** Decodes a text as CouchDB does: {@code +} is a space, and a broken escape stays as it is. */
  public static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text; // CouchDB's server keeps a broken escape as it stands
    }
  }
}
