package io.github.chthosting.testkit.internal.auth;

import io.github.chthosting.testkit.internal.config.NodeConfig;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts a hash in the place of the password in a document of {@code _users}. */
public final class UserPasswords {
  private static final List<String> FIELDS =
      List.of(
          "derived_key",
          "iterations",
          "password",
          "password_scheme",
          "password_sha",
          "preserve_salt",
          "pbkdf2_prf",
          "salt");

  private UserPasswords() {}

  /** Returns whether the document holds a password to be hashed. */
  public static boolean isPlain(ObjectNode user) {
    JsonNode password = user.path("password");
    return !password.isMissingNode() && !password.isNull();
  }

  /**
   * The document with the hash.
   *
   * @throws ApiException 403 if the password is not a text
   */
  public static ObjectNode hashed(ObjectNode user, NodeConfig config) {
    if (!user.path("password").isString()) {
      throw ApiException.forbidden("Password value of '" + user.path("password") + "' is invalid.");
    }
    String prf = AdminPasswords.prf(config);
    int iterations = AdminPasswords.iterations(config);
    boolean keep = user.path("preserve_salt").asBoolean(false) && user.path("salt").isString();
    String salt = keep ? user.path("salt").asString("") : Passwords.salt();
    String key = Passwords.pbkdf2(prf, user.path("password").asString(""), salt, iterations);
    ObjectNode rest = Json.object();
    user.properties().stream()
        .filter(field -> !FIELDS.contains(field.getKey()))
        .forEach(field -> rest.set(field.getKey(), field.getValue()));
    if (config.version().isBefore(3, 4)) {
      rest.put("password_scheme", "pbkdf2").put("iterations", iterations);
      return rest.put("derived_key", key).put("salt", salt);
    }
    ObjectNode hashed = Json.object().put("password_scheme", "pbkdf2").put("pbkdf2_prf", prf);
    hashed.put("salt", salt).put("iterations", iterations).put("derived_key", key);
    return hashed.setAll(rest);
  }
}
