package io.github.chthosting.testkit.internal.document;

import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.UserContext;
import io.github.chthosting.testkit.internal.store.DocumentEdit;
import io.github.chthosting.testkit.internal.store.JsonBody;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The changes that CouchDB makes to documents in {@code _replicator} and {@code x/_replicator}. */
final class ReplicatorDocuments {
  private ReplicatorDocuments() {}

  /**
   * The edits, each with its owner.
   *
   * @throws ApiException 403 if one is no replication
   */
  static List<DocumentEdit> checked(List<DocumentEdit> edits, String database, UserContext user) {
    boolean ofReplicator = database.equals("_replicator") || database.endsWith("/_replicator");
    return ofReplicator ? edits.stream().map(edit -> checked(edit, user)).toList() : edits;
  }

  private static DocumentEdit checked(DocumentEdit edit, UserContext user) {
    if (edit.deleted() || edit.id().startsWith("_design/")) {
      return edit;
    }
    ObjectNode told = edit.body().tree();
    if (!told.has("source") || !told.has("target")) {
      throw ApiException.forbidden("Missing replicator database");
    }
    checkEndpoint(told.get("source"));
    checkEndpoint(told.get("target"));
    if (told.has("owner") || user.name() == null) {
      return edit;
    }
    told.put("owner", user.name());
    return new DocumentEdit(
        edit.id(), edit.start(), edit.revs(), false, JsonBody.of(told), edit.attachments());
  }

  private static void checkEndpoint(JsonNode endpoint) {
    JsonNode url = endpoint.isObject() ? endpoint.path("url") : endpoint;
    if (!url.isString()) {
      throw ApiException.forbidden("{error,function_clause}");
    }
    if (!url.stringValue().matches("(?s)https?://.*")) {
      throw ApiException.forbidden(
          endpoint.isObject() ? "endpoint has an invalid url" : "local_endpoints_not_supported");
    }
  }
}
