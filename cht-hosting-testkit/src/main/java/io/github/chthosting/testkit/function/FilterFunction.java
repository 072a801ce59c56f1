package io.github.chthosting.testkit.function;

import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** A filter of {@code _changes}. Called from several threads. */
@FunctionalInterface
public interface FilterFunction {

  /**
   * Returns whether the change is given.
   *
   * @param doc the revision, a deletion too
   * @param query parameters of the request
   */
  boolean accepts(ObjectNode doc, Map<String, String> query);
}
