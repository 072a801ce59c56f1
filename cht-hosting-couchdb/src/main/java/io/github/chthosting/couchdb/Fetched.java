package io.github.chthosting.couchdb;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The answer of {@code _bulk_get} for one id.
 *
 * @param id of the document
 * @param documents the revisions asked for, or all leaves if none was named
 * @param failures what could not be read
 */
public record Fetched(String id, List<Document> documents, List<BulkResult> failures) {
  public Fetched {
    documents = List.copyOf(documents);
    failures = List.copyOf(failures);
  }

  static Fetched of(JsonNode json) {
    List<Document> documents = new ArrayList<>();
    List<BulkResult> failures = new ArrayList<>();
    for (JsonNode doc : json.path("docs")) {
      if (doc.path("ok") instanceof ObjectNode ok) {
        documents.add(Document.of(ok));
      } else {
        failures.add(BulkResult.of(doc.path("error")));
      }
    }
    return new Fetched(json.path("id").asString(""), documents, failures);
  }
}
