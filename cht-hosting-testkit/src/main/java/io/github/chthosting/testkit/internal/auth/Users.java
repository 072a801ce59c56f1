package io.github.chthosting.testkit.internal.auth;

import io.github.chthosting.testkit.internal.config.NodeConfig;
import io.github.chthosting.testkit.internal.http.ApiException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Finds users: administrators of the configuration, and documents of {@code _users}. */
public final class Users {
  private final NodeConfig config;
  private final Function<String, @Nullable JsonNode> documents;

  /**
   * @param documents gives the content of {@code org.couchdb.user:NAME}, with {@code _conflicts} if
   *     it has any, or null
   */
  public Users(NodeConfig config, Function<String, @Nullable JsonNode> documents) {
    this.config = config;
    this.documents = documents;
  }

  /**
   * The user of that name, or null.
   *
   * @throws ApiException 401 if the user's document is in conflict
   */
  @Nullable UserRecord find(String name) {
    String value = config.get("admins", name);
    UserRecord admin = value == null ? null : UserRecord.ofAdmin(value);
    JsonNode document = documents.apply("org.couchdb.user:" + name);
    if (document == null) {
      return admin;
    }
    if (document.has("_conflicts")
        && !config.isTrue("chttpd_auth", "allow_conflicted_user_docs", false)) {
      throw new ApiException(
          401,
          "unauthorized",
          "User document conflicts must be resolved before the document"
              + " is used for authentication purposes.");
    }
    UserRecord user = UserRecord.ofDocument(document);
    return admin == null ? user : admin.withRoles(user.roles());
  }
}
