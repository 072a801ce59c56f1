package io.github.chthosting.compose.env;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Variables within texts, as Compose replaces them: {@code $NAME}, {@code ${NAME}}, {@code
 * ${NAME:-default}}, {@code ${NAME-default}}, {@code ${NAME:?message}}, {@code ${NAME?message}},
 * {@code ${NAME:+other}}, {@code ${NAME+other}}; {@code $$} is a dollar. Source: the interpolation
 * chapter of the Compose specification.
 */
public final class Interpolation {
  private static final Pattern VARIABLE =
      Pattern.compile(
          "\\$(?:(\\$)|([A-Za-z_]\\w*)|\\{([A-Za-z_]\\w*)(?:(:?[-?+])((?:[^{}$]|\\$\\{[^{}]*\\}|\\$)*))?\\})");

  private Interpolation() {}

  /**
   * A place where a variable is used.
   *
   * @param name of it
   * @param fallback the default; null if it has none
   * @param required whether nothing works without
   */
  public record Use(String name, @Nullable String fallback, boolean required) {}

  /** Every variable that {@code text} uses, in order, one for each place. */
  public static List<Use> uses(String text) {
    List<Use> uses = new ArrayList<>();
    Matcher matcher = VARIABLE.matcher(text);
    while (matcher.find()) {
      if (matcher.group(1) == null) {
        uses.add(use(matcher));
      }
    }
    return uses;
  }

  private static Use use(Matcher matcher) {
    String operator = matcher.group(4) == null ? "" : matcher.group(4);
    String name = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
    return new Use(name, operator.endsWith("-") ? matcher.group(5) : null, operator.endsWith("?"));
  }

  /**
   * The text with its variables replaced.
   *
   * @param values of the variables; null for one that is not set, which gives nothing
   */
  public static String apply(String text, Function<String, @Nullable String> values) {
    return VARIABLE
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(value(match.group(), values)));
  }

  private static String value(String place, Function<String, @Nullable String> values) {
    Matcher matcher = VARIABLE.matcher(place);
    if (!matcher.matches() || matcher.group(1) != null) {
      return "$";
    }
    String value = values.apply(use(matcher).name());
    String operator = matcher.group(4) == null ? "" : matcher.group(4);
    boolean there = value != null && !(operator.startsWith(":") && value.isEmpty());
    if (operator.endsWith("+")) {
      return there ? apply(matcher.group(5), values) : "";
    }
    if (there) {
      return value == null ? "" : value;
    }
    return operator.endsWith("-") ? apply(matcher.group(5), values) : "";
  }
}
