package io.github.chthosting.testkit.internal.auth;

import io.github.chthosting.testkit.internal.http.UserContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The user that sends a request, and how that is known.
 *
 * @param handler {@code cookie} or {@code default} (basic), or null for the anonymous
 * @param renewedCookie a {@code Set-Cookie} header to send along, or null
 */
public record Identity(UserContext user, @Nullable String handler, @Nullable String renewedCookie) {

  static final Identity ANONYMOUS = new Identity(new UserContext(null, List.of()), null, null);
}
