package io.github.chthosting.http;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** Two servers behind one transport, and an address that refuses connections. */
@Timeout(30)
abstract class FailOverCase {
  final MockWebServer a = new MockWebServer();
  final MockWebServer b = new MockWebServer();
  final List<String> pauses = new ArrayList<>();
  URI refusing;

  @BeforeEach
  void start() throws Exception {
    a.start();
    b.start();
    refusing = Transports.refusing();
  }

  @AfterEach
  void stop() {
    a.close();
    b.close();
  }

  Transport transport(URI... addresses) {
    return Transports.builder(addresses)
        .pacing((round, atLeast) -> pauses.add(round + " " + atLeast))
        .build();
  }

  static void enqueue(MockWebServer server, int... statuses) {
    for (int status : statuses) {
      server.enqueue(new MockResponse.Builder().code(status).build());
    }
  }

  static int status(Transport transport, Call call) {
    try (Reply reply = transport.send(call)) {
      return reply.status();
    }
  }
}
