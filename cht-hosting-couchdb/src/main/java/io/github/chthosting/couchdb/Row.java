package io.github.chthosting.couchdb;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A row of {@code _all_docs} or a view.
 *
 * @param id of the document that emitted it; empty for a reduced row, and for a key without
 *     document
 * @param key what it is sorted by; a null node for an ungrouped reduction
 * @param value what was emitted; for {@code _all_docs} {@code {"rev":…}}; missing for an error
 * @param document with {@code include_docs}, unless it is gone
 * @param error such as {@code not_found} for a key that was asked for
 */
public record Row(
    Optional<String> id,
    JsonNode key,
    JsonNode value,
    Optional<Document> document,
    Optional<String> error) {

  static Row of(JsonNode json) {
    return new Row(
        Optional.ofNullable(json.path("id").stringValue(null)),
        json.path("key"),
        json.has("value") ? json.get("value") : MissingNode.getInstance(),
        json.path("doc") instanceof ObjectNode doc
            ? Optional.of(Document.of(doc))
            : Optional.empty(),
        Optional.ofNullable(json.path("error").stringValue(null)));
  }
}
