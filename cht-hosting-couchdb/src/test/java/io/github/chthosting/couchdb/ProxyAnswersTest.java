package io.github.chthosting.couchdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.chthosting.AccessDeniedException;
import io.github.chthosting.Credentials;
import io.github.chthosting.HostingException;
import io.github.chthosting.Secret;
import io.github.chthosting.couchdb.server.CouchDbException;
import org.junit.jupiter.api.Test;

/** Answers of proxies: redirections, log-ins, and statuses that are not those of CouchDB. */
class ProxyAnswersTest extends HostileServerCase {
  /** An answer to {@code HEAD} has no body that could tell. */
  @Test
  void aLogInOfAProxyInFrontOfAHead() {
    try (RawServer server =
            new RawServer(
                "/db", raw("HTTP/1.1 401 No\r\nServer: squid\r\nContent-Length: 9\r\n\r\n"));
        CouchDb couch = client(server)) {
      assertThat(catchThrowable(() -> couch.database("db").exists()))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageStartingWith("HEAD ")
          .hasMessageContaining("401 (attempt 1 of 1). This is not CouchDB's own answer (")
          .hasMessageContaining("from squid): a proxy between asks for a log-in of its own");
    }
  }

  /** A redirect used to be taken for success. */
  @Test
  void aRedirectIsNoSuccess() {
    try (RawServer server = new RawServer("/fresh", page(302, "Location: /login\r\n"));
        CouchDb couch = client(server)) {
      assertThat(catchThrowable(() -> couch.database("fresh").create()))
          .isInstanceOf(CouchDbException.class);
      assertThat(catchThrowable(() -> couch.database("fresh").exists()))
          .isInstanceOf(CouchDbException.class);
    }
  }

  /** Sessions: what cannot be sent back is no cookie, and the sign-in fails as one. */
  @Test
  void aSessionCookieThatIsNotAscii() {
    RawServer.Answer answer =
        raw(
            "HTTP/1.1 200 OK\r\nSet-Cookie: AuthSession=\u00e9\u00e9\r\nContent-Length: 2\r\n\r\n{}");
    try (RawServer server = new RawServer("/_session", answer);
        CouchDb couch =
            CouchDb.builder(server.uri())
                .credentials(Credentials.session("a", Secret.of("b")))
                .build()) {
      assertThat(catchThrowable(() -> couch.database("db").info()))
          .isInstanceOf(HostingException.class)
          .hasMessageContaining("no session cookie, status 200");
    }
  }
}
