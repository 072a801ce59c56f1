package io.github.chthosting.testkit.function;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** An update handler of a design document. Called from several threads. */
@FunctionalInterface
public interface UpdateFunction {

  /**
   * The document to write and the text to answer.
   *
   * @param document to be written, or null to write nothing
   * @param body what the client gets
   */
  record Result(@Nullable ObjectNode document, String body) {}

  /**
   * Answers a request for {@code /db/_design/name/_update/function[/id]}.
   *
   * @param doc the document of that id, or null
   * @param query parameters of the request
   * @param requestBody as text
   */
  Result update(@Nullable ObjectNode doc, Map<String, String> query, String requestBody);
}
