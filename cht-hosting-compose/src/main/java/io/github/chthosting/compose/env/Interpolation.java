package io.github.chthosting.compose.env;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Variables within texts, as Compose replaces them: {@code $NAME}, {@code ${NAME}}, {@code
 * ${NAME:-default}}, {@code ${NAME-default}}, {@code ${NAME:?message}}, {@code ${NAME?message}},
 * {@code ${NAME:+other}}, {@code ${NAME+other}}; {@code $$} is a dollar. Sources: the interpolation
 * chapter of the Compose specification; package template of compose-go 2.0 to 2.4.
 */
public final class Interpolation {
  /** One default within another, and so on; beyond any that was meant. */
  private static final int DEEPEST = 200;

  private final Function<String, @Nullable String> values;
  private final boolean strict;

  private Interpolation(Function<String, @Nullable String> values, boolean strict) {
    this.values = values;
    this.strict = strict;
  }

  /**
   * A place where a variable is used.
   *
   * @param name of it
   * @param fallback the default; null if it has none
   * @param required whether nothing works without
   */
  public record Use(String name, @Nullable String fallback, boolean required) {}

  /** Returns every variable that {@code text} uses, in order, one for each place. */
  public static List<Use> uses(String text) {
    List<Use> uses = new ArrayList<>();
    int dollar = text.indexOf('$');
    while (dollar >= 0) {
      Variable variable = variable(text, dollar, false);
      if (variable != null) {
        String operator = variable.operator();
        String fallback = operator.endsWith("-") ? variable.operand() : null;
        uses.add(new Use(variable.name(), fallback, operator.endsWith("?")));
      }
      dollar = text.indexOf('$', next(text, dollar, variable));
    }
    return uses;
  }

  /**
   * Returns the text with its variables replaced.
   *
   * @param values of the variables; null for one that is not set, which gives nothing
   */
  public static String apply(String text, Function<String, @Nullable String> values) {
    return new Interpolation(values, false).replace(text, 0);
  }

  /**
   * The same, and what Compose refuses is refused.
   *
   * @throws TemplateException if a variable is not written as one, or is required and has no value
   */
  static String strictly(String text, Function<String, @Nullable String> values) {
    return new Interpolation(values, true).replace(text, 0);
  }

  private String replace(String text, int depth) {
    StringBuilder all = new StringBuilder();
    int from = 0;
    int dollar = text.indexOf('$');
    while (dollar >= 0) {
      all.append(text, from, dollar);
      Variable variable = variable(text, dollar, strict);
      all.append(variable == null ? "$" : value(variable, depth));
      from = next(text, dollar, variable);
      dollar = text.indexOf('$', from);
    }
    return all.append(text, from, text.length()).toString();
  }

  private static @Nullable Variable variable(String text, int dollar, boolean strict) {
    try {
      return Variable.at(text, dollar);
    } catch (TemplateException e) {
      if (strict) {
        throw e;
      }
      return null;
    }
  }

  /**
   * The index at which the text goes on: behind a variable, behind both of two dollars, or behind a
   * single one.
   */
  private static int next(String text, int dollar, @Nullable Variable variable) {
    if (variable != null) {
      return variable.end();
    }
    return text.startsWith("$", dollar + 1) ? dollar + 2 : dollar + 1;
  }

  private String value(Variable variable, int depth) {
    if (depth == DEEPEST) {
      return tooDeep();
    }
    boolean there = variable.isThere(values);
    // Replaced even where it is not used, since Compose refuses what is wrong in it all the same.
    String operand = replace(variable.operand(), depth + 1);
    String operator = variable.operator();
    if (operator.endsWith("+")) {
      return there ? operand : "";
    }
    if (strict && !there && operator.endsWith("?")) {
      throw new TemplateException("needs " + variable.name() + ", which has no value");
    }
    String value = there ? values.apply(variable.name()) : null;
    return value != null ? value : operator.endsWith("-") ? operand : "";
  }

  private String tooDeep() {
    if (strict) {
      throw new TemplateException("has more than " + DEEPEST + " variables within each other");
    }
    return "";
  }
}
