package io.github.chthosting.testkit.internal.auth;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A user's roles, and the way to check the password.
 *
 * @param scheme {@code pbkdf2}, {@code simple} or {@code simple+pbkdf2}
 * @param hash the derived key, or for {@code simple} the SHA-1
 */
public record UserRecord(
    List<String> roles, String scheme, String prf, String salt, int iterations, String hash) {

  public UserRecord {
    roles = List.copyOf(roles);
  }

  /** Reads a value of {@code [admins]}; null if it is not a hash. */
  public static @Nullable UserRecord ofAdmin(String value) {
    String[] parts = value.replaceFirst("^-[^-]*-", "").split(",", -1);
    List<String> admin = List.of("_admin");
    if (value.startsWith("-hashed-") && parts.length == 2) {
      return new UserRecord(admin, "simple", "sha", parts[1], 1, parts[0]);
    }
    if (!Passwords.isHashed(value) || parts.length != 3) {
      return null;
    }
    String prf = value.startsWith("-pbkdf2:") ? value.substring(8, value.indexOf('-', 8)) : "sha";
    return new UserRecord(admin, "pbkdf2", prf, parts[1], Integer.parseInt(parts[2]), parts[0]);
  }

  /** Reads a document of {@code _users}. */
  public static UserRecord ofDocument(JsonNode document) {
    List<String> roles = new ArrayList<>();
    document.path("roles").forEach(role -> roles.add(role.asString("")));
    String scheme = document.path("password_scheme").asString("simple");
    return new UserRecord(
        roles,
        scheme,
        document.path("pbkdf2_prf").asString("sha"),
        document.path("salt").asString(""),
        document.path("iterations").asInt(10_000),
        document.path(scheme.equals("simple") ? "password_sha" : "derived_key").asString(""));
  }

  /** A copy of this user with more roles. */
  public UserRecord withRoles(List<String> more) {
    List<String> all = new ArrayList<>(roles);
    all.addAll(more);
    return new UserRecord(all, scheme, prf, salt, iterations, hash);
  }

  /** Returns whether that is the password. Slow by intent. */
  public boolean accepts(String password) {
    String found =
        switch (scheme) {
          case "simple" -> Passwords.simple(password, salt);
          case "pbkdf2" -> Passwords.pbkdf2(prf, password, salt, iterations);
          case "simple+pbkdf2" ->
              Passwords.pbkdf2(prf, Passwords.simple(password, salt), salt, iterations);
          default -> "";
        };
    return !hash.isEmpty() && Passwords.equal(found, hash);
  }
}
