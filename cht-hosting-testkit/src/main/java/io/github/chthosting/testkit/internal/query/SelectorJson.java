package io.github.chthosting.testkit.internal.query;

import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A selector as {@code _explain} shows it: normalized. */
final class SelectorJson {
  private SelectorJson() {}

  static ObjectNode of(Selector selector) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (selector instanceof Selector.Every every) {
      if (!every.all().isEmpty()) {
        list(json.putArray("$and"), every.all());
      }
    } else if (selector instanceof Selector.Some some) {
      list(json.putArray("$or"), some.any());
    } else if (selector instanceof Selector.Condition condition) {
      json.set(String.join(".", condition.path()), condition(condition));
    }
    return json;
  }

  private static ObjectNode condition(Selector.Condition condition) {
    ObjectNode test = JsonNodeFactory.instance.objectNode();
    Operator operator = condition.operator();
    Selector inner = operator.inner();
    test.set(operator.name(), inner == null ? operator.argument() : of(inner));
    if (!condition.not()) {
      return test;
    }
    ObjectNode not = JsonNodeFactory.instance.objectNode();
    not.set("$not", test);
    return not;
  }

  private static void list(ArrayNode target, List<Selector> all) {
    all.forEach(selector -> target.add(of(selector)));
  }
}
