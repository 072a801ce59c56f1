package io.github.chthosting.couchdb;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The result of a bulk request for one document.
 *
 * @param id of the document
 * @param rev the revision written, or, of a failure, the one it was for if CouchDB says it
 * @param error such as {@code conflict} or {@code forbidden}; empty for a success
 * @param reason CouchDB's words for it
 */
public record BulkResult(String id, Optional<String> rev, Optional<String> error, String reason) {

  /** Returns whether it was done. */
  public boolean isOk() {
    return error.isEmpty();
  }

  static BulkResult of(JsonNode json) {
    return new BulkResult(
        json.path("id").asString(""),
        Optional.ofNullable(json.path("rev").stringValue(null)),
        Optional.ofNullable(json.path("error").stringValue(null)),
        json.path("reason").asString(""));
  }
}
