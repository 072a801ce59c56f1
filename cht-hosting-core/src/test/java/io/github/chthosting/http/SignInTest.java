package io.github.chthosting.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.AccessDeniedException;
import io.github.chthosting.Credentials;
import io.github.chthosting.HostingException;
import io.github.chthosting.UnreachableException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in: failures, several addresses, several threads, and other credentials. */
@Timeout(30)
class SignInTest extends SessionCase {
  @Test
  void aWrongPasswordIsToldAtOnce() {
    server.enqueue(
        new MockResponse.Builder().code(401).body("{\"error\":\"unauthorized\"}").build());
    assertThatThrownBy(() -> status(Call.of("GET", "db")))
        .isExactlyInstanceOf(AccessDeniedException.class)
        .hasMessage(
            "POST "
                + Transports.address(server)
                + "/_session - the server refused user medic with 401. Check the name and the"
                + " password.");
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 404, 405, 500})
  void aServerWithoutSessionsIsTold(int status) {
    server.enqueue(new MockResponse.Builder().code(status).body("<html>\n hm</html>").build());
    assertThatThrownBy(() -> status(Call.of("GET", "db")))
        .isExactlyInstanceOf(HostingException.class)
        .hasMessage(
            "POST "
                + Transports.address(server)
                + "/_session - no session cookie, status "
                + status
                + " (<html> hm</html>). Check that this is a CouchDB; basic credentials may work"
                + " where sessions do not.");
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void aServerThatIsBusyIsAskedAgainForASession() {
    enqueue(503);
    server.enqueue(cookie("first"));
    enqueue(200);
    assertThat(status(Call.of("GET", "db"))).isEqualTo(200);
    for (int i = 0; i < 5; i++) {
      server.enqueue(new MockResponse.Builder().code(502).body("Bad Gateway").build());
    }
    try (Transport other =
        Transports.builder(Transports.address(server)).credentials(SESSION).build()) {
      assertThatThrownBy(() -> other.send(Call.of("GET", "db")))
          .isExactlyInstanceOf(UnreachableException.class)
          .hasMessage(
              "GET "
                  + Transports.address(server)
                  + "/db - signing in at _session: no session cookie, status 502 (Bad Gateway)"
                  + " (attempt 5 of 5).");
    }
  }

  @Test
  void eachAddressHasItsOwnSession() throws Exception {
    try (MockWebServer other = new MockWebServer()) {
      other.start();
      server.enqueue(cookie("here"));
      other.enqueue(cookie("there"));
      enqueue(200);
      other.enqueue(new MockResponse.Builder().build());
      try (Transport both =
          Transports.builder(Transports.addresses(server, other)).credentials(SESSION).build()) {
        both.send(Call.of("GET", "db").at(0)).close();
        both.send(Call.of("GET", "db").at(1)).close();
      }
      next();
      assertThat(next()).isEqualTo("GET /db AuthSession=here");
      other.takeRequest();
      assertThat(other.takeRequest().getHeaders().get("Cookie")).isEqualTo("AuthSession=there");
    }
  }

  @Test
  void aSignInThatCannotConnectMovesOn() throws Exception {
    server.enqueue(cookie("first"));
    enqueue(201);
    URI refusing = Transports.refusing();
    try (Transport both =
            Transports.builder(refusing, Transports.address(server)).credentials(SESSION).build();
        Reply reply = both.send(Call.of("PUT", "db"))) {
      assertThat(reply.status()).isEqualTo(201);
    }
    try (Transport none = Transports.builder(refusing).credentials(SESSION).build()) {
      assertThatThrownBy(() -> none.send(Call.of("PUT", "db")))
          .hasMessage(
              "PUT "
                  + refusing
                  + "/db - signing in at _session: connection refused (attempt 1 of 1). Check that"
                  + " the server runs and listens on "
                  + refusing.getAuthority()
                  + ".");
    }
  }

  @Test
  void manyThreadsSignInOnce() throws Exception {
    server.enqueue(cookie("first"));
    for (int i = 0; i < 16; i++) {
      enqueue(200);
    }
    ExecutorService threads = Executors.newFixedThreadPool(16);
    CountDownLatch together = new CountDownLatch(16);
    List<Future<Integer>> statuses = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      statuses.add(
          threads.submit(
              () -> {
                together.countDown();
                together.await();
                return status(Call.of("GET", "db"));
              }));
    }
    for (Future<Integer> status : statuses) {
      assertThat(status.get()).isEqualTo(200);
    }
    threads.shutdown();
    assertThat(server.getRequestCount()).isEqualTo(17);
  }

  @Test
  void theCallersOwnAuthorizationWins() throws Exception {
    enqueue(200);
    assertThat(status(Call.of("GET", "db").header("Authorization", "Bearer x"))).isEqualTo(200);
    RecordedRequest request = server.takeRequest();
    assertThat(request.getHeaders().values("Authorization")).containsExactly("Bearer x");
    assertThat(request.getHeaders().get("Cookie")).isNull();
  }

  @Test
  void basicCredentialsAreSentUnaskedInUtf8() throws Exception {
    Credentials basic = Credentials.basic("médic", "p:ßs😀");
    enqueue(200);
    try (Transport other =
        Transports.builder(Transports.address(server)).credentials(basic).build()) {
      other.send(Call.of("GET", "db")).close();
    }
    assertThat(server.takeRequest().getHeaders().get("Authorization"))
        .isEqualTo("Basic bcOpZGljOnA6w59z8J+YgA==");
  }
}
