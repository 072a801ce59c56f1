package io.github.chthosting.couchdb.changes;

import io.github.chthosting.couchdb.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A change of a document.
 *
 * @param id of the document
 * @param revs its winning revision; with {@code style=all_docs} all leaves, the winner first
 * @param deleted whether the winner is a deletion
 * @param sequence where the feed is after it; empty for the rows between those that {@code
 *     seq_interval} gives one
 * @param document with {@code include_docs}
 */
public record Change(
    String id,
    List<String> revs,
    boolean deleted,
    Optional<String> sequence,
    Optional<Document> document) {
  public Change {
    revs = List.copyOf(revs);
  }

  static Change of(JsonNode row) {
    List<String> revs = new ArrayList<>();
    row.path("changes").forEach(change -> revs.add(change.path("rev").asString("")));
    return new Change(
        row.path("id").asString(""),
        revs,
        row.path("deleted").asBoolean(false),
        row.path("seq").isNull() ? Optional.empty() : Optional.of(row.path("seq").asString("")),
        row.path("doc") instanceof ObjectNode doc
            ? Optional.of(Document.of(doc))
            : Optional.empty());
  }
}
