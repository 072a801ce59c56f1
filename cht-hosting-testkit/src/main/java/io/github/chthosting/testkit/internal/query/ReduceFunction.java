package io.github.chthosting.testkit.internal.query;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** A built-in reduce function, given all values of a group at once. */
@FunctionalInterface
interface ReduceFunction {

  /** Reduces values to one; {@code keys} are those of the rows, in the same order. */
  JsonNode reduce(List<JsonNode> keys, List<JsonNode> values);
}
