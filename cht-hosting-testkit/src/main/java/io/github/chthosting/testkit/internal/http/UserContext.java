package io.github.chthosting.testkit.internal.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The user that sends a request. {@code name} is null for the anonymous. */
public record UserContext(@Nullable String name, List<String> roles) {

  /** A server administrator. */
  public static final UserContext ADMIN = new UserContext("admin", List.of("_admin"));

  public UserContext {
    roles = List.copyOf(roles);
  }

  public boolean isAdmin() {
    return roles.contains("_admin");
  }
}
