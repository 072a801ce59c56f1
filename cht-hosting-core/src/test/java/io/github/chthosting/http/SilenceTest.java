package io.github.chthosting.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.chthosting.Credentials;
import io.github.chthosting.Secret;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Secrets stay out of log lines, messages, stack traces and every toString. */
@Timeout(30)
class SilenceTest {
  private static final String PASSWORD = "hunter2";
  // "admin:hunter2" in Base64
  private static final String ENCODED = "YWRtaW46aHVudGVyMg";

  private final MockWebServer server = new MockWebServer();
  private final ByteArrayOutputStream captured = new ByteArrayOutputStream();
  private final PrintStream usual = System.err;

  @BeforeEach
  void capture() throws Exception {
    server.start();
    System.setErr(new PrintStream(captured, true, UTF_8));
  }

  @AfterEach
  void release() {
    System.setErr(usual);
    server.close();
  }

  private static String trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static void assertSilent(String text) {
    assertThat(text).doesNotContain(PASSWORD, ENCODED, "s3cret", "c00kie");
  }

  private static Call call() {
    return Call.of("PUT", "db", "doc")
        .query("token", "s3cret")
        .header("X-Key", "s3cret")
        .body(Body.json("{\"password\":\"s3cret\"}"));
  }

  @Test
  void attemptsAreLoggedWithoutQueryHeadersAndBody() throws Exception {
    server.enqueue(new MockResponse.Builder().code(503).build());
    server.enqueue(new MockResponse.Builder().code(201).build());
    try (Transport transport =
        Transports.builder(Transports.address(server))
            .credentials(Credentials.basic("admin", PASSWORD))
            .build()) {
      transport.send(call().asRepeatable()).close();
    }
    String log = captured.toString(UTF_8);
    String place = "PUT " + Transports.address(server) + "/db/doc - ";
    assertThat(log.lines())
        .anyMatch(line -> line.contains(place + "503 in ") && line.endsWith("(attempt 1 of 5)"))
        .anyMatch(line -> line.contains(place + "201 in ") && line.endsWith("(attempt 2 of 5)"));
    String id = server.takeRequest().getHeaders().get("X-Couch-Request-ID");
    assertThat(log).contains(String.valueOf(id));
    assertSilent(log);
  }

  @Test
  void failuresKeepSecretsToo() throws Exception {
    server.enqueue(
        new MockResponse.Builder().setHeader("Set-Cookie", "AuthSession=c00kie; Path=/").build());
    URI refusing = Transports.refusing();
    for (Credentials credentials :
        new Credentials[] {
          Credentials.basic("admin", PASSWORD), Credentials.session("admin", Secret.of(PASSWORD))
        }) {
      try (Transport transport = Transports.builder(refusing).credentials(credentials).build()) {
        Throwable thrown = catchThrowable(() -> transport.send(call()));
        assertThat(thrown).hasMessageContaining("connection refused");
        assertSilent(trace(thrown));
        assertSilent(transport.toString());
      }
    }
    assertSilent(captured.toString(UTF_8));
  }

  @Test
  void sessionsKeepSecretsToo() throws Exception {
    server.enqueue(
        new MockResponse.Builder().setHeader("Set-Cookie", "AuthSession=c00kie; Path=/").build());
    server.enqueue(new MockResponse.Builder().code(401).build());
    server.enqueue(new MockResponse.Builder().code(401).build());
    try (Transport transport =
        Transports.builder(Transports.address(server))
            .credentials(Credentials.session("admin", Secret.of(PASSWORD)))
            .build()) {
      Throwable thrown = catchThrowable(() -> transport.send(call()));
      assertThat(thrown).hasMessageContaining("refused user admin with 401");
      assertSilent(trace(thrown));
    }
    assertSilent(captured.toString(UTF_8));
    assertThat(new Identity.Proof("Cookie", "AuthSession=c00kie")).hasToString("Cookie: ***");
  }

  @Test
  void aCallsToStringShowsNeitherHeadersNorQueryNorBody() {
    assertSilent(call().toString());
    assertThat(call()).hasToString("PUT [db, doc]");
  }

  @Test
  void aLongNameIsCutInMessages() throws Exception {
    server.enqueue(new MockResponse.Builder().build());
    try (Transport transport = Transports.to(server);
        Reply reply = transport.send(Call.of("GET", "db", "x".repeat(10_000)))) {
      assertThat(reply.operation()).hasSizeLessThan(220).endsWith("xxx...");
    }
  }

  @Test
  void aDestroyedSecretIsNotUsed() {
    Secret secret = Secret.of(PASSWORD);
    try (Transport transport =
        Transports.builder(Transports.address(server))
            .credentials(Credentials.basic("admin", secret))
            .build()) {
      secret.destroy();
      assertThat(catchThrowable(() -> transport.send(Call.of("GET", "db"))))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("this secret was destroyed");
    }
    assertThat(server.getRequestCount()).isZero();
  }
}
