package io.github.chthosting.couchdb;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What became of one document of a bulk write.
 *
 * @param id of the document
 * @param rev the revision written, or, of a failed write, the one it was for if CouchDB says it
 * @param error such as {@code conflict} or {@code forbidden}; empty for a success
 * @param reason CouchDB's words for it
 */
public record WriteResult(String id, Optional<String> rev, Optional<String> error, String reason) {

  /** Whether it was written. */
  public boolean isWritten() {
    return error.isEmpty();
  }

  static WriteResult of(JsonNode json) {
    return new WriteResult(
        json.path("id").asText(),
        Optional.ofNullable(json.path("rev").textValue()),
        Optional.ofNullable(json.path("error").textValue()),
        json.path("reason").asText());
  }
}
