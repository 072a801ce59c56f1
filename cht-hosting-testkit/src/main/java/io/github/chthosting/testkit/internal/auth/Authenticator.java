package io.github.chthosting.testkit.internal.auth;

import io.github.chthosting.testkit.internal.config.NodeConfig;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.Request;
import io.github.chthosting.testkit.internal.http.UserContext;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Finds out who asks: by session cookie, then by basic authentication. Thread-safe. */
public final class Authenticator {
  private static final int CACHED = 1000;

  private final NodeConfig config;
  private final Users users;
  private final Clock clock;

  /** Passwords that were found right, by what they were checked against, as CouchDB keeps them. */
  private final Map<UserRecord, String> accepted = new ConcurrentHashMap<>();

  public Authenticator(NodeConfig config, Users users, Clock clock) {
    this.config = config;
    this.users = users;
    this.clock = clock;
  }

  /**
   * Returns who sends this request.
   *
   * @throws ApiException 401 for wrong credentials, or none where some are required; 400 for a
   *     malformed header or cookie
   */
  public Identity identify(Request request) {
    Identity identity = byCookie(request.header("Cookie"));
    if (identity == null) {
      identity = byPassword(request.header("Authorization"));
    }
    return identity != null ? identity : anonymous(request);
  }

  private Identity anonymous(Request request) {
    boolean isLogin = request.method().equals("POST") && request.path().equals(List.of("_session"));
    boolean isUp = request.path().equals(List.of("_up"));
    boolean exceptUp = config.isTrue("chttpd", "require_valid_user_except_for_up", false);
    boolean required = config.isTrue("chttpd", "require_valid_user", false);
    if (!isLogin && (isUp ? required && !exceptUp : required || exceptUp)) {
      throw new ApiException(401, "unauthorized", "Authentication required.");
    }
    return isLogin || !config.section("admins").isEmpty()
        ? Identity.ANONYMOUS
        : new Identity(new UserContext(null, List.of("_admin")), null, null);
  }

  private @Nullable Identity byPassword(@Nullable String header) {
    if (header == null || !header.startsWith("Basic ")) {
      return null;
    }
    String pair = decode(header.substring(6));
    int colon = pair.indexOf(':');
    if (colon < 0 || pair.equals("_:_")) {
      return null;
    }
    String name = pair.substring(0, colon);
    UserRecord user = users.find(name);
    if (user == null || !accepts(user, pair.substring(colon + 1))) {
      throw wrong();
    }
    return new Identity(new UserContext(name, user.roles()), "default", null);
  }

  private static ApiException wrong() {
    return new ApiException(401, "unauthorized", "Name or password is incorrect.");
  }

  private static String decode(String base64) {
    try {
      return new String(Base64.getMimeDecoder().decode(checked(base64)), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ApiException.badRequest("Authorization header has invalid base64 value");
    }
  }

  /** The lenient decoder is for line breaks only, not for any other character. */
  private static String checked(String base64) {
    if (!base64.matches("[A-Za-z0-9+/=\\s]*")) {
      throw new IllegalArgumentException("no base 64");
    }
    return base64;
  }

  private boolean accepts(UserRecord user, String password) {
    String known = accepted.get(user);
    if (known != null && Passwords.equal(known, password)) {
      return true;
    }
    boolean right = user.accepts(password);
    if (right) {
      if (accepted.size() >= CACHED) {
        accepted.clear();
      }
      accepted.put(user, password);
    }
    return right;
  }

  private @Nullable Identity byCookie(@Nullable String header) {
    String value = cookieOf(header);
    String secret = config.get("chttpd_auth", "secret");
    if (value.isEmpty()) {
      return null;
    }
    SessionCookie cookie = SessionCookie.parse(value);
    UserRecord user = secret == null ? null : users.find(cookie.user());
    long left = cookie.seconds() + timeout() - clock.instant().getEpochSecond();
    if (secret == null || user == null || left <= 0 || !cookie.isSignedWith(secret, user.salt())) {
      return null;
    }
    String renewed = left < timeout() * 0.9 ? cookieFor(cookie.user(), user) : null;
    return new Identity(new UserContext(cookie.user(), user.roles()), "cookie", renewed);
  }

  private static String cookieOf(@Nullable String header) {
    for (String pair : header == null ? new String[0] : header.split(";", -1)) {
      String trimmed = pair.trim();
      if (trimmed.startsWith("AuthSession=")) {
        return trimmed.substring("AuthSession=".length()).replaceAll("^\"|\"$", "");
      }
    }
    return "";
  }

  /**
   * Logs in.
   *
   * @return the roles, and the cookie as a {@code Set-Cookie} header
   * @throws ApiException 401 if name or password are wrong
   */
  public Login logIn(String name, String password) {
    UserRecord user = users.find(name);
    if (user == null || !accepts(user, password)) {
      throw wrong();
    }
    return new Login(new UserContext(name, user.roles()), cookieFor(name, user));
  }

  /** A log-in: the user, and the {@code Set-Cookie} header of the session. */
  public record Login(UserContext user, String cookie) {}

  private String cookieFor(String name, UserRecord user) {
    if (config.get("chttpd_auth", "secret") == null) {
      config.set("chttpd_auth", "secret", Passwords.salt());
    }
    String secret = config.get("chttpd_auth", "secret", "");
    return SessionCookie.sign(name, clock.instant().getEpochSecond(), secret, user.salt())
        .header(clock.instant(), timeout());
  }

  /** The {@code Set-Cookie} header that ends a session. */
  public String clearedCookie() {
    return SessionCookie.cleared(clock.instant(), timeout());
  }

  private long timeout() {
    return config.number("chttpd_auth", "timeout", 600);
  }
}
