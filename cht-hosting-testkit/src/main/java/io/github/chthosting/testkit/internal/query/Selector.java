package io.github.chthosting.testkit.internal.query;

import io.github.chthosting.testkit.internal.http.ApiException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Mango selector, with field names and negations moved to its leaves as {@code mango_selector}
 * does. Immutable, thread-safe.
 */
public sealed interface Selector {

  /** Returns whether the value matches. */
  boolean matches(JsonNode value);

  /** Returns what matches where this does not; a missing field matches neither. */
  Selector negated();

  /** Fields that every match must have. */
  Set<List<String>> required();

  /** Fields that must equal one value. */
  default Set<List<String>> constant() {
    return Set.of();
  }

  /**
   * Parses and checks a selector.
   *
   * @throws ApiException 400 {@code bad_arg}, {@code invalid_operator}, …
   */
  static Selector parse(ObjectNode selector) {
    if (selector.isEmpty()) {
      return new Every(List.of());
    }
    Selector parsed = new SelectorParser().parse(selector, List.of());
    List<Selector> top = parsed instanceof Condition ? List.of(parsed) : List.of();
    for (Selector condition : top) {
      if (((Condition) condition).path().isEmpty()) {
        throw new ApiException(
            400, "invalid_selector", "One or more conditions is missing a field name.");
      }
    }
    return parsed;
  }

  /** {@code $and}. */
  record Every(List<Selector> all) implements Selector {
    @Override
    public boolean matches(JsonNode value) {
      return all.stream().allMatch(s -> s.matches(value));
    }

    @Override
    public Selector negated() {
      return new Some(all.stream().map(Selector::negated).toList());
    }

    @Override
    public Set<List<String>> required() {
      Set<List<String>> fields = new HashSet<>();
      all.forEach(s -> fields.addAll(s.required()));
      return fields;
    }

    @Override
    public Set<List<String>> constant() {
      Set<List<String>> fields = new HashSet<>();
      all.forEach(s -> fields.addAll(s.constant()));
      return fields;
    }
  }

  /** {@code $or}; an empty one matches. */
  record Some(List<Selector> any) implements Selector {
    @Override
    public boolean matches(JsonNode value) {
      return any.isEmpty() || any.stream().anyMatch(s -> s.matches(value));
    }

    @Override
    public Selector negated() {
      return new Every(any.stream().map(Selector::negated).toList());
    }

    @Override
    public Set<List<String>> required() {
      Set<List<String>> fields = new HashSet<>();
      for (int i = 0; i < any.size(); i++) {
        if (i == 0) {
          fields.addAll(any.get(0).required());
        } else {
          fields.retainAll(any.get(i).required());
        }
      }
      return fields;
    }
  }

  /** An operator on one field, whose test can be turned round. */
  record Condition(List<String> path, Operator operator, boolean not) implements Selector {
    @Override
    public boolean matches(JsonNode value) {
      JsonNode found = FieldPath.get(value, path);
      if (found == null) {
        return !not && operator.isAbsence() && !FieldPath.isBroken(value, path);
      }
      boolean raw = path.equals(List.of("_id"));
      return operator.test(found, raw) != not;
    }

    @Override
    public Selector negated() {
      Operator opposite = operator.opposite();
      return opposite != null
          ? new Condition(path, opposite, not)
          : new Condition(path, operator, !not);
    }

    @Override
    public Set<List<String>> required() {
      return operator.isAbsence() ? Set.of() : Set.of(path);
    }

    @Override
    public Set<List<String>> constant() {
      return operator.isEquality() && !not ? Set.of(path) : Set.of();
    }
  }

  /** Reads selectors. */
  final class SelectorParser {
    Selector parse(JsonNode selector, List<String> path) {
      if (!(selector instanceof ObjectNode object) || object.isEmpty()) {
        return new Condition(path, Operator.equalTo(selector), false);
      }
      if (object.size() == 1) {
        Map.Entry<String, JsonNode> only = object.properties().iterator().next();
        return member(only.getKey(), only.getValue(), path);
      }
      List<Selector> all = new ArrayList<>();
      for (Map.Entry<String, JsonNode> member : object.properties()) {
        all.add(member(member.getKey(), member.getValue(), path));
      }
      return new Every(all);
    }

    private Selector member(String name, JsonNode value, List<String> path) {
      return switch (name) {
        case "$and" -> new Every(list(name, value, path));
        case "$or" -> new Some(list(name, value, path));
        case "$nor" -> new Every(list(name, value, path).stream().map(Selector::negated).toList());
        case "$not" -> {
          if (!value.isObject()) {
            throw Operator.badArgument(name, value);
          }
          yield parse(value, path).negated();
        }
        default -> name.startsWith("$") ? operator(name, value, path) : field(name, value, path);
      };
    }

    private List<Selector> list(String name, JsonNode value, List<String> path) {
      if (!value.isArray()) {
        throw Operator.badArgument(name, value);
      }
      List<Selector> all = new ArrayList<>();
      value.forEach(element -> all.add(parse(element, path)));
      return all;
    }

    private Selector operator(String name, JsonNode value, List<String> path) {
      return new Condition(path, Operator.of(name, value, this), false);
    }

    private Selector field(String name, JsonNode value, List<String> path) {
      List<String> longer = new ArrayList<>(path);
      longer.addAll(FieldPath.parse(name));
      return parse(value, List.copyOf(longer));
    }
  }
}
