package io.github.chthosting.couchdb.changes;

import io.github.chthosting.couchdb.Document;
import io.github.chthosting.couchdb.internal.rows.ChangesRow;
import io.github.chthosting.couchdb.internal.rows.Json;
import io.github.chthosting.couchdb.internal.rows.Slices;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.ObjectMapper;
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

  static Change of(ChangesRow row, ObjectMapper mapper) {
    byte[] bytes = row.bytes();
    Slices leaves = row.leaves();
    List<String> revs = new ArrayList<>(leaves.count());
    for (int i = 0; i < leaves.count(); i++) {
      revs.add(Json.unescape(bytes, leaves.start(i), leaves.end(i)));
    }
    return new Change(
        Json.unescape(bytes, row.idStart(), row.idEnd()),
        revs,
        row.deleted(),
        row.hasSeq() ? Optional.of(row.seq()) : Optional.empty(),
        document(row, mapper));
  }

  private static Optional<Document> document(ChangesRow row, ObjectMapper mapper) {
    int start = row.docStart();
    return start >= 0
            && mapper.readTree(row.bytes(), start, row.docEnd() - start) instanceof ObjectNode doc
        ? Optional.of(Document.of(doc))
        : Optional.empty();
  }
}
