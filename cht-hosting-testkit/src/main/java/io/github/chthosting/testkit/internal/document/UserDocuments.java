package io.github.chthosting.testkit.internal.document;

import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.store.DocumentEdit;
import io.github.chthosting.testkit.internal.store.Validation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The checks that CouchDB makes of documents in {@code _users}. */
final class UserDocuments {
  /** The checks for a database of that name; only {@code _users} has any. */
  static Validation of(String database) {
    return database.equals("_users") ? (edit, previous) -> check(edit) : Validation.NONE;
  }

  private UserDocuments() {}

  private static void check(DocumentEdit edit) {
    if (edit.deleted()) {
      return;
    }
    ObjectNode user = edit.body().tree();
    require(user.path("type").asString("").equals("user"), "doc.type must be user");
    require(!user.path("name").asString("").isEmpty(), "doc.name is required");
    JsonNode roles = user.path("roles");
    require(!roles.isMissingNode() && !roles.isNull(), "doc.roles must exist");
    require(roles.isArray(), "doc.roles must be an array");
    roles.forEach(role -> require(role.isString(), "doc.roles can only contain strings"));
    require(
        edit.id().equals("org.couchdb.user:" + user.path("name").asString("")),
        "Doc ID must be of the form org.couchdb.user:name");
    roles.forEach(UserDocuments::checkRole);
  }

  private static void checkRole(JsonNode role) {
    require(
        !role.asString("").startsWith("_"),
        "No system roles (starting with underscore) in users db.");
  }

  private static void require(boolean holds, String reason) {
    if (!holds) {
      throw ApiException.forbidden(reason);
    }
  }
}
