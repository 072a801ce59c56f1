package io.github.chthosting.http;

import java.util.ArrayList;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A server whose answers a test chooses, behind a transport that notes its pauses. */
@Timeout(30)
abstract class RetryCase {
  final MockWebServer server = new MockWebServer();
  final List<String> pauses = new ArrayList<>();
  Transport transport;

  @BeforeEach
  void start() throws Exception {
    server.start();
    transport =
        Transports.builder(Transports.address(server))
            .pacing((round, atLeast) -> pauses.add(round + " " + atLeast))
            .build();
  }

  @AfterEach
  void stop() {
    transport.close();
    server.close();
  }

  void enqueue(int status) {
    server.enqueue(new MockResponse.Builder().code(status).build());
  }

  void enqueueCut() {
    server.enqueue(
        new MockResponse.Builder()
            .onResponseStart(new SocketEffect.CloseSocket(true, false, false))
            .build());
  }

  int status(Call call) {
    try (Reply reply = transport.send(call)) {
      return reply.status();
    }
  }
}
