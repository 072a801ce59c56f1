package io.github.chthosting.testkit.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SessionCookieTest {
  /** A cookie that CouchDB 3.5.0 gave. */
  private static final String REAL =
      "YWRtaW46NkIwMkEyQzg6sGvY6FnE4c3U9v_YEq6bwhNjjs2nQQewGiIDXObd_VA";

  @Test
  void readsAndChecksWhatCouchDbSigned() {
    SessionCookie cookie = SessionCookie.parse(REAL);
    assertThat(cookie.user()).isEqualTo("admin");
    assertThat(cookie.seconds()).isEqualTo(Long.parseLong("6B02A2C8", 16));
    String secret = "1083cb76e584bae5384ed6f0467a5a7d";
    String salt = "c036042a35258a1e6c13917faf7e9035";
    assertThat(cookie.isSignedWith(secret, salt)).isTrue();
    assertThat(cookie.isSignedWith(secret, "other")).isFalse();
    assertThat(SessionCookie.sign("admin", cookie.seconds(), secret, salt)).isEqualTo(cookie);
  }

  @Test
  void isSentAsCouchDbSendsIt() {
    Instant now = Instant.parse("2026-11-22T08:07:36Z");
    assertThat(SessionCookie.parse(REAL).header(now, 600))
        .isEqualTo(
            "AuthSession="
                + REAL
                + "; Version=1; Expires=Sun, 22-Nov-2026 08:17:36 GMT; Max-Age=600; Path=/; HttpOnly");
  }

  @Test
  void aMalformedOneIsABadRequest() {
    for (String value : new String[] {"abcd", "YWRtaW4", "!!!"}) {
      assertThatThrownBy(() -> SessionCookie.parse(value))
          .hasMessage("Malformed AuthSession cookie. Please clear your cookies.");
    }
  }
}
