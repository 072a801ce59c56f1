package io.github.chthosting.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.AccessDeniedException;
import io.github.chthosting.Credentials;
import io.github.chthosting.HostingException;
import io.github.chthosting.Secret;
import io.github.chthosting.UnreachableException;
import java.io.ByteArrayInputStream;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class SessionTest {
  private static final Credentials SESSION =
      Credentials.session("medic", Secret.of("p&ss=wörd +%"));

  private final MockWebServer server = new MockWebServer();
  private Transport transport;

  @BeforeEach
  void start() throws Exception {
    server.start();
    transport = Transports.builder(Transports.address(server)).credentials(SESSION).build();
  }

  @AfterEach
  void stop() {
    transport.close();
    server.close();
  }

  private static MockResponse cookie(String value) {
    return new MockResponse.Builder()
        .addHeader("Set-Cookie", "other=1; Path=/")
        .addHeader(
            "Set-Cookie", "AuthSession=" + value + "; Version=1; Path=/; HttpOnly; Max-Age=600")
        .body("{\"ok\":true}")
        .build();
  }

  private void enqueue(int status) {
    server.enqueue(new MockResponse.Builder().code(status).build());
  }

  private int status(Call call) {
    try (Reply reply = transport.send(call)) {
      return reply.status();
    }
  }

  private String next() throws InterruptedException {
    RecordedRequest request = server.takeRequest();
    return request.getMethod()
        + " "
        + request.getTarget()
        + " "
        + request.getHeaders().get("Cookie");
  }

  @Test
  void signsInOnceAndSendsTheCookie() throws Exception {
    server.enqueue(cookie("first"));
    enqueue(200);
    enqueue(200);
    assertThat(status(Call.of("GET", "db"))).isEqualTo(200);
    assertThat(status(Call.of("PUT", "db"))).isEqualTo(200);
    RecordedRequest login = server.takeRequest();
    assertThat(login.getRequestLine()).isEqualTo("POST /_session HTTP/1.1");
    assertThat(login.getHeaders().get("Content-Type"))
        .isEqualTo("application/x-www-form-urlencoded");
    assertThat(login.getBody().utf8()).isEqualTo("name=medic&password=p%26ss%3Dw%C3%B6rd%20%2B%25");
    assertThat(next()).isEqualTo("GET /db AuthSession=first");
    assertThat(next()).isEqualTo("PUT /db AuthSession=first");
  }

  @Test
  void takesTheNewerCookieOfAnyAnswer() throws Exception {
    server.enqueue(cookie("first"));
    server.enqueue(cookie("second"));
    enqueue(200);
    status(Call.of("GET", "a"));
    status(Call.of("GET", "b"));
    next();
    assertThat(next()).isEqualTo("GET /a AuthSession=first");
    assertThat(next()).isEqualTo("GET /b AuthSession=second");
  }

  @Test
  void replacesACookieBeforeItEnds() throws Exception {
    server.enqueue(
        new MockResponse.Builder()
            .addHeader("Set-Cookie", "AuthSession=first; Path=/; Max-Age=0")
            .build());
    enqueue(200);
    server.enqueue(cookie("second"));
    enqueue(200);
    status(Call.of("GET", "a"));
    status(Call.of("PUT", "b"));
    next();
    assertThat(next()).isEqualTo("GET /a AuthSession=first");
    assertThat(next()).isEqualTo("POST /_session null");
    assertThat(next()).isEqualTo("PUT /b AuthSession=second");
  }

  @Test
  void signsInAgainOnceAfterA401() throws Exception {
    server.enqueue(cookie("first"));
    enqueue(401);
    server.enqueue(cookie("second"));
    enqueue(201);
    assertThat(status(Call.of("PUT", "db", "x").body(Body.json("{}")))).isEqualTo(201);
    next();
    assertThat(next()).isEqualTo("PUT /db/x AuthSession=first");
    assertThat(next()).isEqualTo("POST /_session null");
    assertThat(next()).isEqualTo("PUT /db/x AuthSession=second");
  }

  @Test
  void aSecond401IsTheAnswer() {
    server.enqueue(cookie("first"));
    enqueue(401);
    server.enqueue(cookie("second"));
    enqueue(401);
    assertThat(status(Call.of("GET", "db"))).isEqualTo(401);
    assertThat(server.getRequestCount()).isEqualTo(4);
  }

  @Test
  void aStreamIsNotSentAgainAfterA401() {
    server.enqueue(cookie("first"));
    enqueue(401);
    Body once = Body.stream("text/plain", 3, new ByteArrayInputStream(new byte[3]));
    assertThat(status(Call.of("PUT", "db", "x", "att").body(once))).isEqualTo(401);
    assertThat(server.getRequestCount()).isEqualTo(2);
  }

  @Test
  void aForgottenSessionIsRenewedForTheNextCallToo() {
    server.enqueue(cookie("first"));
    enqueue(401);
    Body once = Body.stream("text/plain", 3, new ByteArrayInputStream(new byte[3]));
    status(Call.of("PUT", "db", "x", "att").body(once));
    server.enqueue(cookie("second"));
    enqueue(200);
    assertThat(status(Call.of("GET", "db"))).isEqualTo(200);
    assertThat(server.getRequestCount()).isEqualTo(4);
  }

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
