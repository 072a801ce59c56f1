package io.github.chthosting.testkit.function;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The reduce function of a view, given all values of a group at once: it is not called again on its
 * own results.
 */
@FunctionalInterface
public interface ReduceFunction {

  /** Reduces values to one; {@code keys} are those of the rows, in the same order. */
  JsonNode reduce(List<JsonNode> keys, List<JsonNode> values);
}
