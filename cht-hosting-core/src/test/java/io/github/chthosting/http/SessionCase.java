package io.github.chthosting.http;

import io.github.chthosting.Credentials;
import io.github.chthosting.Secret;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A server with sessions, whose answers a test chooses. */
@Timeout(30)
abstract class SessionCase {
  static final Credentials SESSION = Credentials.session("medic", Secret.of("p&ss=wörd +%"));

  final MockWebServer server = new MockWebServer();
  Transport transport;

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

  static MockResponse cookie(String value) {
    return new MockResponse.Builder()
        .addHeader("Set-Cookie", "other=1; Path=/")
        .addHeader(
            "Set-Cookie", "AuthSession=" + value + "; Version=1; Path=/; HttpOnly; Max-Age=600")
        .body("{\"ok\":true}")
        .build();
  }

  void enqueue(int status) {
    server.enqueue(new MockResponse.Builder().code(status).build());
  }

  int status(Call call) {
    try (Reply reply = transport.send(call)) {
      return reply.status();
    }
  }

  String next() throws InterruptedException {
    RecordedRequest request = server.takeRequest();
    return request.getMethod()
        + " "
        + request.getTarget()
        + " "
        + request.getHeaders().get("Cookie");
  }
}
