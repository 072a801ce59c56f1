package io.github.chthosting.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.http.Body;
import io.github.chthosting.http.Call;
import io.github.chthosting.http.Reply;
import io.github.chthosting.http.Transport;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransportTest {
  private final MockWebServer server = new MockWebServer();

  @BeforeEach
  void start() throws Exception {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void sendsAndReads() throws Exception {
    server.enqueue(new MockResponse.Builder().body("{\"ok\":true}").build());
    try (Transport transport =
            Transport.builder(List.of(URI.create(server.url("/").toString()))).build();
        Reply reply =
            transport.send(
                Call.of("PUT", "medic", "a/b+c%20 é😀;?#", "..")
                    .query("rev", "1-a+b&c")
                    .body(Body.json("{}")))) {
      assertThat(reply.status()).isEqualTo(200);
      assertThat(new String(reply.bytes(100), StandardCharsets.UTF_8)).isEqualTo("{\"ok\":true}");
      RecordedRequest request = server.takeRequest();
      assertThat(request.getRequestLine())
          .isEqualTo(
              "PUT /medic/a%2Fb%2Bc%2520%20%C3%A9%F0%9F%98%80%3B%3F%23/%2E%2E?rev=1-a%2Bb%26c HTTP/1.1");
    }
  }
}
