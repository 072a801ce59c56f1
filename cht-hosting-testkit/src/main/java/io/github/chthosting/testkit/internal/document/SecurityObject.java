package io.github.chthosting.testkit.internal.document;

import io.github.chthosting.testkit.internal.http.ApiException;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The rules of {@code _security}: its form, and who may set it. */
final class SecurityObject {
  private SecurityObject() {}

  /**
   * Requires an administrator. In a cluster each shard refuses, and the coordinator says only that
   * none took it.
   */
  static void requireAdmin(DocumentContext db, ApiException clustered) {
    if (!db.request().user().isAdmin()
        && !Validations.isDatabaseAdmin(db.store().security(), db.request().user())) {
      throw db.store().isLocal()
          ? new ApiException(401, "unauthorized", "You are not a db or server admin.")
          : clustered;
    }
  }

  static ApiException noMajority() {
    return new ApiException(500, "error", "no_majority");
  }

  static ObjectNode checked(DocumentContext db, JsonNode json) {
    boolean fits = json.isObject();
    for (String group : List.of("admins", "members", "readers")) {
      JsonNode members = json.path(group);
      fits &= members.isMissingNode() || members.isObject();
      fits &= isNames(members.path("names")) && isNames(members.path("roles"));
    }
    if (fits) {
      return (ObjectNode) json;
    }
    // No shard takes it, and that is all that the coordinator of a cluster says.
    throw db.store().isLocal()
        ? ApiException.badRequest("names must be a JSON list of strings")
        : noMajority();
  }

  private static boolean isNames(JsonNode list) {
    if (list.isMissingNode()) {
      return true;
    }
    for (JsonNode entry : list) {
      if (!entry.isString()) {
        return false;
      }
    }
    return list.isArray();
  }
}
