package io.github.chthosting.testkit.internal.query;

import io.github.chthosting.testkit.function.MapFunction;
import io.github.chthosting.testkit.internal.store.ChangesCursor;
import io.github.chthosting.testkit.internal.store.DocumentStore;
import io.github.chthosting.testkit.internal.store.RevisionLeaf;
import io.github.chthosting.testkit.internal.store.StoredDocument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The rows of one view, brought up to date at each query. Guarded by itself. */
final class ViewIndex {
  private final MapFunction function;
  private final TreeSet<ViewRow> rows = new TreeSet<>(ViewRow.ORDER);
  private final Map<String, List<ViewRow>> byDocument = new HashMap<>();
  private String since = "0";
  private String purges = "";

  ViewIndex(MapFunction function) {
    this.function = function;
  }

  /** All rows, in order, as of now. */
  synchronized List<ViewRow> rows(DocumentStore store) {
    String purged = store.info().path("purge_seq").toString();
    if (!purged.equals(purges)) {
      // Changes do not tell what was purged.
      rows.clear();
      byDocument.clear();
      since = "0";
      purges = purged;
    }
    ChangesCursor changes = store.changes(since, false);
    for (StoredDocument document = changes.next(); document != null; document = changes.next()) {
      replace(document);
    }
    since = changes.seq().asString("");
    return new ArrayList<>(rows);
  }

  /** All rows, in order, as of the last query. */
  synchronized List<ViewRow> staleRows() {
    return new ArrayList<>(rows);
  }

  private void replace(StoredDocument document) {
    List<ViewRow> old = byDocument.remove(document.id());
    if (old != null) {
      rows.removeAll(old);
    }
    if (!document.isDeleted() && !document.id().startsWith("_design/")) {
      List<ViewRow> fresh = emitted(document);
      if (!fresh.isEmpty()) {
        byDocument.put(document.id(), fresh);
        rows.addAll(fresh);
      }
    }
  }

  private List<ViewRow> emitted(StoredDocument document) {
    List<ViewRow> emitted = new ArrayList<>();
    RevisionLeaf winner = document.winner();
    ObjectNode json = Documents.json(document.id(), winner);
    try {
      function.map(
          json,
          (key, value) ->
              emitted.add(new ViewRow(copy(key), document.id(), emitted.size(), copy(value))));
    } catch (RuntimeException e) {
      // As in CouchDB, a document that the function fails on has no rows.
      return List.of();
    }
    return emitted;
  }

  private static JsonNode copy(JsonNode node) {
    return node.deepCopy();
  }
}
