package io.github.chthosting.couchdb.backup;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ContainerNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Changes one place of a JSON object, by chance. */
final class JsonMutation {
  private static final String[] VALUES = {
    "null",
    "true",
    "-1",
    "0",
    "1",
    "7",
    "1.5",
    "1e400",
    "2147483648",
    "1000000000000",
    "9223372036854775807",
    "-9223372036854775808",
    "\"\"",
    "\"x\"",
    "\"../x\"",
    "\"/etc/passwd\"",
    "\"databases/medic\"",
    "\"databases/logs\"",
    "\"documents\"",
    "\"locals\"",
    "\"\\u0000\"",
    "[]",
    "{}",
    "[null]",
    "[[]]",
    "{\"a\":{\"b\":[1]}}"
  };

  private final Random random;

  JsonMutation(Random random) {
    this.random = random;
  }

  /** Returns what it did. */
  String change(ObjectNode json) {
    List<ContainerNode<?>> containers = new ArrayList<>();
    collect(json, containers);
    ContainerNode<?> container = containers.get(random.nextInt(containers.size()));
    return container instanceof ObjectNode object
        ? change(object, 0)
        : change((ArrayNode) container);
  }

  private static void collect(JsonNode node, List<ContainerNode<?>> containers) {
    if (node instanceof ContainerNode<?> container && !node.isEmpty()) {
      containers.add(container);
      node.forEach(child -> collect(child, containers));
    }
  }

  private String change(ObjectNode object, int ignored) {
    List<String> names = List.copyOf(object.propertyNames());
    String name = names.get(random.nextInt(names.size()));
    switch (random.nextInt(4)) {
      case 0 -> object.remove(name);
      case 1 -> object.set(name, object.path(names.get(random.nextInt(names.size()))).deepCopy());
      default -> object.set(name, value());
    }
    return name + " = " + object.path(name);
  }

  private String change(ArrayNode array) {
    int index = random.nextInt(array.size());
    switch (random.nextInt(4)) {
      case 0 -> array.remove(index);
      case 1 -> array.add(array.path(index).deepCopy());
      case 2 -> array.set(index, value());
      default -> {
        JsonNode first = array.get(0);
        array.set(0, array.get(index));
        array.set(index, first);
      }
    }
    return "[" + index + "] of " + array.size();
  }

  private JsonNode value() {
    String value = VALUES[random.nextInt(VALUES.length)];
    return value.equals("1e400")
        ? JsonNodeFactory.instance.numberNode(new java.math.BigDecimal(value))
        : Site.JSON.readTree(value);
  }
}
