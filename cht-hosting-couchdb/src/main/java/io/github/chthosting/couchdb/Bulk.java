package io.github.chthosting.couchdb;

import io.github.chthosting.couchdb.internal.JsonRows;
import io.github.chthosting.couchdb.internal.RevisionsDiff;
import io.github.chthosting.couchdb.internal.RowError;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.http.Call;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes of many documents of one database at once. Thread-safe. */
public final class Bulk {
  private final Wire wire;
  private final String database;

  Bulk(Wire wire, String database) {
    this.wire = wire;
    this.database = database;
  }

  /**
   * Writes documents as edits by a user: each on top of its {@code _rev}, checked and given a new
   * revision. Returns what became of each, in order. Sent once, as repeating it would conflict with
   * itself.
   */
  public List<BulkResult> write(Collection<Document> documents) {
    return results(wire.post(List.of(database, "_bulk_docs"), docs(documents)));
  }

  /**
   * Writes revisions as they are, as replication does ({@code new_edits:false}): each with its
   * {@code _rev} and {@code _revisions}. Returns only what was refused: none is success.
   * Repeatable.
   */
  public List<BulkResult> writeRevisions(Collection<Document> documents) {
    ObjectNode body = docs(documents).put("new_edits", false);
    Call call = wire.post(List.of(database, "_bulk_docs"), body).asRepeatable();
    return results(call).stream().filter(result -> !result.isOk()).toList();
  }

  /**
   * Reads many documents, as they arrive; close it. By id either the revisions named, or all leaves
   * if none is named.
   */
  public Rows<Fetched> get(
      Map<String, ? extends Collection<String>> revisions, ReadOptions options) {
    ObjectNode body = wire.mapper().createObjectNode();
    ArrayNode docs = body.putArray("docs");
    revisions.forEach(
        (id, revs) -> {
          if (revs.isEmpty()) {
            docs.addObject().put("id", id);
          }
          revs.forEach(rev -> docs.addObject().put("id", id).put("rev", rev));
        });
    Call call = options.addTo(wire.post(List.of(database, "_bulk_get"), body).asRepeatable());
    return new Rows<>(JsonRows.open(wire, call, "results"), Fetched::of);
  }

  /**
   * Returns those of these revisions that the database does not have. CouchDB's {@code _revs_diff}.
   *
   * @param revisions by document id
   * @return by document id, what is missing; nothing for documents of which nothing is missing
   */
  public Map<String, Missing> missing(Map<String, ? extends Collection<String>> revisions) {
    Call call = wire.post(List.of(database, "_revs_diff"), revisions).asRepeatable();
    Map<String, Missing> missing = new LinkedHashMap<>();
    RevisionsDiff.require("POST /" + database + "/_revs_diff", wire.json(call))
        .properties()
        .forEach(entry -> missing.put(entry.getKey(), Missing.of(entry.getValue())));
    return missing;
  }

  private ObjectNode docs(Collection<Document> documents) {
    ObjectNode body = wire.mapper().createObjectNode();
    ArrayNode docs = body.putArray("docs");
    documents.forEach(document -> docs.add(document.json()));
    return body;
  }

  private List<BulkResult> results(Call call) {
    List<BulkResult> results = new ArrayList<>();
    JsonNode answer = wire.json(call);
    RowError.inList("POST /" + database + "/_bulk_docs", answer);
    answer.forEach(result -> results.add(BulkResult.of(result)));
    return results;
  }

  /**
   * The revisions of one document that a database does not have.
   *
   * @param revisions that it has not
   * @param possibleAncestors that it has and from which those may descend
   */
  public record Missing(List<String> revisions, List<String> possibleAncestors) {
    public Missing {
      revisions = List.copyOf(revisions);
      possibleAncestors = List.copyOf(possibleAncestors);
    }

    private static Missing of(JsonNode json) {
      return new Missing(texts(json.path("missing")), texts(json.path("possible_ancestors")));
    }

    private static List<String> texts(JsonNode array) {
      List<String> texts = new ArrayList<>();
      array.forEach(text -> texts.add(text.asString("")));
      return texts;
    }
  }
}
