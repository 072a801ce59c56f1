package io.github.chthosting.testkit.internal.auth;

import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.UserContext;
import tools.jackson.databind.JsonNode;

/** The rights that a database's {@code _security} gives to a user. */
public final class Security {

  private Security() {}

  /**
   * Requires that the user may read: a member, an administrator, or anyone if there are no members.
   *
   * @throws ApiException 401 for the anonymous, else 403
   */
  public static void requireMember(UserContext user, JsonNode security) {
    JsonNode members = security.path("members");
    boolean open = members.path("names").isEmpty() && members.path("roles").isEmpty();
    if (!open && !isAdmin(user, security) && !lists(user, members)) {
      throw user.name() == null
          ? new ApiException(401, "unauthorized", "You are not authorized to access this db.")
          : new ApiException(403, "forbidden", "You are not allowed to access this db.");
    }
  }

  /** Throws 401 unless the user is an administrator of the database or the server. */
  public static void requireAdmin(UserContext user, JsonNode security) {
    if (!isAdmin(user, security)) {
      throw new ApiException(401, "unauthorized", "You are not a server or db admin.");
    }
  }

  /** Returns whether the user is an administrator of the database or the server. */
  public static boolean isAdmin(UserContext user, JsonNode security) {
    return user.isAdmin() || lists(user, security.path("admins"));
  }

  private static boolean lists(UserContext user, JsonNode group) {
    for (JsonNode role : group.path("roles")) {
      if (user.roles().contains(role.asString(""))) {
        return true;
      }
    }
    for (JsonNode name : group.path("names")) {
      if (name.asString("").equals(user.name())) {
        return true;
      }
    }
    return false;
  }
}
