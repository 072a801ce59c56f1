package io.github.chthosting.testkit.internal.query;

import io.github.chthosting.testkit.internal.http.ApiException;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Refuses in {@code _find} and {@code _explain} what came after CouchDB 3.3. */
final class OldFind {
  private OldFind() {}

  static void check(ObjectNode body) {
    if (body.has("allow_fallback")) {
      throw FindQuery.bad("invalid_key", "Invalid key allow_fallback for this request.");
    }
    if (names(body.path("selector"), "$beginsWith")) {
      throw FindQuery.bad("invalid_operator", "Invalid operator: $beginsWith");
    }
    JsonNode index = body.path("use_index");
    boolean named = index.isMissingNode() || index.isString() || index.isArray();
    if (!named || index.size() > 2) {
      throw ApiException.failure(
          "Unknown Error: mango_opts :: {invalid_index_name," + ErlangText.of(index) + "}");
    }
  }

  /** Takes out what was not told then. */
  static void explained(ObjectNode answer) {
    answer.remove(List.of("selector_hints", "index_candidates", "covering"));
    if (answer.path("fields").isEmpty()) {
      answer.put("fields", "all_fields");
    }
    ((ObjectNode) answer.get("opts")).remove("allow_fallback");
  }

  private static boolean names(JsonNode node, String member) {
    if (node.has(member)) {
      return true;
    }
    for (JsonNode child : node) {
      if (names(child, member)) {
        return true;
      }
    }
    return false;
  }
}
