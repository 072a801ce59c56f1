package io.github.chthosting.testkit.function;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The map function of a view. Called from several threads; must give the same for the same. */
@FunctionalInterface
public interface MapFunction {

  /** Takes what a map function emits. */
  @FunctionalInterface
  interface Emitter {
    void emit(JsonNode key, JsonNode value);
  }

  /**
   * Emits rows of a document. What it throws leaves the document out of the view.
   *
   * @param doc with {@code _id} and {@code _rev}; a copy
   */
  void map(ObjectNode doc, Emitter emitter);
}
