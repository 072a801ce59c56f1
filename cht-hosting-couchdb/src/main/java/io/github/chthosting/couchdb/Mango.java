package io.github.chthosting.couchdb;

import io.github.chthosting.couchdb.internal.JsonRows;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.server.CouchDbVersion;
import io.github.chthosting.http.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Queries by selector, and their indexes. Thread-safe. */
public final class Mango {
  private final Wire wire;
  private final String database;

  Mango(Wire wire, String database) {
    this.wire = wire;
    this.database = database;
  }

  /**
   * Returns the documents as they arrive; close them. {@code member("bookmark")} is behind the
   * last.
   */
  public Rows<Document> find(FindQuery query) {
    JsonRows rows = JsonRows.open(wire, post("_find", query.toJson()), "docs");
    return new Rows<>(rows, doc -> Document.of((ObjectNode) doc));
  }

  /** Reads as many documents as the query's limit says, and the query for those after them. */
  public Found page(FindQuery query) {
    List<Document> documents = new ArrayList<>();
    try (Rows<Document> rows = find(query)) {
      rows.forEachRemaining(documents::add);
      String bookmark = rows.member("bookmark").asString("nil");
      boolean last = documents.size() < query.limit() || bookmark.equals("nil");
      return new Found(
          documents,
          last ? Optional.empty() : Optional.of(query.bookmark(bookmark).with("skip", zero())),
          Optional.ofNullable(rows.member("warning").stringValue(null)));
    }
  }

  private JsonNode zero() {
    return wire.mapper().getNodeFactory().numberNode(0);
  }

  /** Explains how CouchDB would run a query, and with which index. */
  public JsonNode explain(FindQuery query) {
    return wire.json(post("_explain", query.toJson()));
  }

  /** Returns all indexes, the one of all documents included. */
  public List<Index> indexes() {
    List<Index> indexes = new ArrayList<>();
    wire.json(Call.of("GET", database, "_index"))
        .path("indexes")
        .forEach(index -> indexes.add(Index.of(index)));
    return indexes;
  }

  /**
   * Creates an index unless it exists. Returns whether it was created.
   *
   * @param definition as CouchDB's {@code POST /{db}/_index} takes it: {@code index}, {@code name},
   *     {@code ddoc}, {@code type}; the type {@code nouveau} takes CouchDB 3.4 or later
   */
  public boolean createIndex(ObjectNode definition) {
    if (definition.path("type").asString("").equals("nouveau")) {
      wire.server().require(wire, CouchDbVersion.of(3, 4), "an index of Nouveau");
    }
    return wire.json(post("_index", definition)).path("result").asString("").equals("created");
  }

  /** Deletes an index, by its design document without {@code _design/} and its name. */
  public void deleteIndex(String design, String name) {
    wire.run(Call.of("DELETE", database, "_index", design, "json", name));
  }

  private Call post(String action, ObjectNode body) {
    return wire.post(List.of(database, action), body).asRepeatable();
  }

  /**
   * Documents that a query found.
   *
   * @param documents in order
   * @param next the query for those after them; empty if these were the last
   * @param warning such as that no index was used
   */
  public record Found(
      List<Document> documents, Optional<FindQuery> next, Optional<String> warning) {
    public Found {
      documents = List.copyOf(documents);
    }
  }

  /**
   * An index.
   *
   * @param design the id of its design document; empty for the index of all documents
   * @param name its name
   * @param type {@code json}, {@code text}, {@code nouveau} or {@code special}
   * @param definition what it indexes
   */
  public record Index(Optional<String> design, String name, String type, JsonNode definition) {
    private static Index of(JsonNode json) {
      return new Index(
          Optional.ofNullable(json.path("ddoc").stringValue(null)),
          json.path("name").asString(""),
          json.path("type").asString(""),
          json.path("def"));
    }
  }
}
