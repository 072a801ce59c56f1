package io.github.chthosting.couchdb;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What became of one document of a bulk request.
 *
 * @param id of the document
 * @param rev the revision written, or, of a failure, the one it was for if CouchDB says it
 * @param error such as {@code conflict} or {@code forbidden}; empty for a success
 * @param reason CouchDB's words for it
 */
public record BulkResult(String id, Optional<String> rev, Optional<String> error, String reason) {

  /** Whether it was done. */
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
