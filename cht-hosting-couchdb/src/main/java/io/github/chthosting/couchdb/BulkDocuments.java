package io.github.chthosting.couchdb;

import io.github.chthosting.AccessDeniedException;
import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.internal.Parameters;
import io.github.chthosting.couchdb.internal.RowError;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.server.ConflictException;
import io.github.chthosting.couchdb.server.CouchDbException;
import io.github.chthosting.couchdb.server.IllegalNameException;
import io.github.chthosting.couchdb.server.NotFoundException;
import io.github.chthosting.http.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Single documents by bulk requests: for ids that cannot stand in a URL, as they are longer than
 * the 8 kB that CouchDB reads of a request line, or are dots that a proxy may resolve.
 */
final class BulkDocuments {
  private static final Set<String> BY_ID = Set.of("conflicts", "attachments", "att_encoding_info");
  private static final Set<String> BY_REVISION =
      Set.of("rev", "revs", "latest", "attachments", "att_encoding_info", "r");

  private final Wire wire;
  private final String database;

  BulkDocuments(Wire wire, String database) {
    this.wire = wire;
    this.database = database;
  }

  Document get(String id, ReadOptions options) {
    if (BY_ID.containsAll(options.parameters().keySet())) {
      return winner(id, options);
    }
    if (!BY_REVISION.containsAll(options.parameters().keySet())) {
      throw new IllegalNameException(
          "a document whose id cannot stand in a URL cannot be read with all of "
              + options.parameters().keySet());
    }
    Object rev = options.parameters().get("rev");
    return revisions(id, Optional.ofNullable(rev == null ? rev(id).orElse(null) : rev), options)
        .stream()
        .findFirst()
        .orElseThrow(() -> missing("_bulk_get", "missing"));
  }

  /** Returns the leaves, or one revision. */
  List<Document> revisions(String id, Optional<Object> rev, ReadOptions options) {
    ObjectNode body = wire.mapper().createObjectNode();
    ObjectNode wanted = body.putArray("docs").addObject().put("id", id);
    rev.ifPresent(revision -> wanted.put("rev", revision.toString()));
    Call call =
        new Parameters(options.parameters())
            .without("rev")
            .addTo(wire.post(List.of(database, "_bulk_get"), body).asRepeatable());
    List<Document> documents = new ArrayList<>();
    JsonNode result = wire.json(call).path("results").path(0).path("docs");
    if (result.isEmpty()) {
      throw failure("_bulk_get", new RowError(id, "", "no answer", "for this document"));
    }
    for (JsonNode doc : result) {
      if (doc.path("ok") instanceof ObjectNode ok) {
        documents.add(Document.of(ok));
      } else if (!RowError.of(doc.path("error")).isMissing()) {
        throw failure("_bulk_get", RowError.of(doc.path("error")));
      }
    }
    return documents;
  }

  private HostingException failure(String action, RowError error) {
    return error.failure("POST /" + database + "/" + action, 1);
  }

  private Document winner(String id, ReadOptions options) {
    JsonNode row = row(options.addTo(byKey(id).query("include_docs", true)));
    if (row.path("doc") instanceof ObjectNode doc) {
      return Document.of(doc);
    }
    boolean deleted = row.path("value").path("deleted").asBoolean(false);
    throw missing("_all_docs", deleted ? "deleted" : "missing");
  }

  Optional<String> rev(String id) {
    JsonNode value = row(byKey(id)).path("value");
    boolean there = value.path("rev").isString() && !value.path("deleted").asBoolean(false);
    return there ? Optional.of(value.path("rev").asString("")) : Optional.empty();
  }

  private Call byKey(String id) {
    String index = id.startsWith("_local/") ? "_local_docs" : "_all_docs";
    return wire.post(List.of(database, index), Map.of("keys", List.of(id))).asRepeatable();
  }

  /** Returns the row of a document; an error in its place that is not "not found" is a failure. */
  private JsonNode row(Call call) {
    JsonNode row = wire.json(call).path("rows").path(0);
    RowError error = RowError.of(row);
    if (!row.isObject() || (row.has("error") && !error.isMissing())) {
      throw failure("_all_docs", error);
    }
    return row;
  }

  String put(ObjectNode document) {
    Map<String, List<ObjectNode>> body = Map.of("docs", List.of(document));
    JsonNode answer = wire.json(wire.post(List.of(database, "_bulk_docs"), body)).path(0);
    BulkResult result = BulkResult.of(answer);
    if (!result.isOk()) {
      throw refused(result);
    }
    return result.rev().orElse("");
  }

  private HostingException refused(BulkResult result) {
    String error = result.error().orElse("");
    String operation = "POST /" + database + "/_bulk_docs";
    String message = operation + ": " + error + " - " + result.reason();
    return switch (error) {
      case "conflict" -> new ConflictException(operation, message, error, result.reason());
      case "forbidden", "unauthorized" -> new AccessDeniedException(operation, message, null);
      default -> new CouchDbException(operation, message, 400, error, result.reason(), null);
    };
  }

  private NotFoundException missing(String action, String reason) {
    String operation = "POST /" + database + "/" + action;
    return new NotFoundException(
        operation, operation + ": not_found - " + reason, "not_found", reason);
  }
}
