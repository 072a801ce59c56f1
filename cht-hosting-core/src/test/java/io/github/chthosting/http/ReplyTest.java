package io.github.chthosting.http;

import static io.github.chthosting.http.RawServer.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The status and headers of an answer, and its body when it is whole. */
@Timeout(60)
class ReplyTest {
  @Test
  void tellsWhatItIs() throws Exception {
    try (RawServer server =
            RawServer.saying(
                "HTTP/1.1 201 Created\r\nETag: \"1-x\"\r\netag: \"2-x\"\r\nContent-Length: 2\r\n\r\n{}");
        Transport transport = Transports.builder(server.address()).build();
        Reply reply = transport.send(Call.of("GET", "a b").query("secret", "x"))) {
      assertThat(reply.status()).isEqualTo(201);
      assertThat(reply.header("etag")).contains("\"1-x\"");
      assertThat(reply.header("X-Missing")).isEmpty();
      assertThat(reply.uri()).isEqualTo(URI.create(server.address() + "/a%20b"));
      assertThat(reply.operation()).isEqualTo("GET " + server.address() + "/a%20b");
      assertThat(reply).hasToString("GET " + server.address() + "/a%20b: 201");
      assertThat(reply.attempts()).isEqualTo(1);
      assertThat(reply.bytes(2)).asString(UTF_8).isEqualTo("{}");
    }
  }

  @Test
  void bytesHaveALimit() throws Exception {
    try (RawServer server =
            RawServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world");
        Transport transport = Transports.builder(server.address()).build()) {
      assertThat(Transports.get(transport).bytes(11)).asString(UTF_8).isEqualTo("hello world");
      assertThatThrownBy(() -> Transports.get(transport).bytes(10))
          .isExactlyInstanceOf(HostingException.class)
          .hasMessage(
              "GET "
                  + server.address()
                  + "/db - the answer is longer than the 10 bytes that are read here.");
    }
  }

  @Test
  void aHeadHasNoBody() throws Exception {
    try (RawServer server =
            new RawServer(
                (in, out) -> {
                  while (true) {
                    in.head();
                    write(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
                  }
                });
        Transport transport = Transports.builder(server.address()).build()) {
      for (int i = 0; i < 3; i++) {
        try (Reply reply = transport.send(Call.of("HEAD", "db", "x"))) {
          assertThat(reply.header("Content-Length")).contains("1000000000");
          assertThat(reply.body().read()).isEqualTo(-1);
        }
      }
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void gzipIsDecodedUnlessTheCallerAskedForIt() throws Exception {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(zipped)) {
      out.write("hello ".repeat(10_000).getBytes(UTF_8));
    }
    try (MockWebServer server = new MockWebServer()) {
      server.start();
      for (int i = 0; i < 2; i++) {
        server.enqueue(
            new MockResponse.Builder()
                .setHeader("Content-Encoding", "gzip")
                .body(new Buffer().write(zipped.toByteArray()))
                .build());
      }
      try (Transport transport = Transports.to(server)) {
        assertThat(Transports.get(transport).bytes(100_000)).hasSize(60_000);
        Call call = Call.of("GET", "db").header("Accept-Encoding", "gzip");
        assertThat(transport.send(call).bytes(100_000)).isEqualTo(zipped.toByteArray());
      }
    }
  }

  @Test
  void aSlowBodyIsReadToItsEnd() throws Exception {
    try (MockWebServer server = new MockWebServer()) {
      server.start();
      server.enqueue(
          new MockResponse.Builder()
              .body("x".repeat(50))
              .throttleBody(10, 60, TimeUnit.MILLISECONDS)
              .build());
      try (Transport transport =
          Transports.builder(Transports.address(server))
              .readTimeout(Duration.ofSeconds(5))
              .build()) {
        assertThat(Transports.get(transport).bytes(50)).hasSize(50);
      }
    }
  }
}
