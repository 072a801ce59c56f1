package io.github.chthosting.http;

import static io.github.chthosting.http.RawServer.CHUNKED;
import static io.github.chthosting.http.RawServer.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.TimedOutException;
import io.github.chthosting.UnreachableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies that are cut, stop, or have no end. */
@Timeout(60)
class BrokenBodyTest {
  @Test
  void oneThatComesByteByByteForeverIsLeft() throws Exception {
    try (MockWebServer server = new MockWebServer()) {
      server.enqueue(
          new MockResponse.Builder()
              .body("\n".repeat(1_000_000))
              .throttleBody(1, 20, TimeUnit.MILLISECONDS)
              .build());
      server.start();
      try (Transport transport =
          Transports.builder(Transports.address(server))
              .readTimeout(Duration.ofMillis(200))
              .build()) {
        assertThatThrownBy(() -> Transports.get(transport).bytes(1 << 20))
            .isInstanceOf(TimedOutException.class)
            .hasMessageMatching(
                "GET \\S+/db - the answer has no end within 2 s, after \\d+ bytes\\. Something between may keep it open; if it is just slow, allow more time\\.");
      }
    }
  }

  @Test
  void anEndlessBodyIsCutAtTheLimit() throws Exception {
    try (RawServer server = RawServer.endless(CHUNKED, "8\r\n{\"a\":1}\n\r\n", Duration.ZERO);
        Transport transport = Transports.builder(server.address()).build()) {
      assertThatThrownBy(() -> Transports.get(transport).bytes(100_000))
          .hasMessageContaining("longer than the 100000 bytes");
      assertThat(server.wasCut()).isTrue();
    }
  }

  @Test
  void aCutBodyIsAFailure() throws Exception {
    for (String cut :
        List.of(
            "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello",
            CHUNKED + "5\r\nhello\r\n",
            CHUNKED + "6\r\nhello")) {
      try (RawServer server = RawServer.saying(cut);
          Transport transport = Transports.builder(server.address()).build()) {
        assertThatThrownBy(() -> Transports.get(transport).bytes(100))
            .isExactlyInstanceOf(UnreachableException.class)
            .hasMessageStartingWith(
                "GET " + server.address() + "/db - the answer was cut after 5 bytes: ")
            .hasMessageEndingWith(". Check the server's log, and any proxy between.");
        try (Reply reply = Transports.get(transport)) {
          InputStream body = reply.body();
          assertThat(body.readNBytes(5)).asString(UTF_8).isEqualTo("hello");
          assertThatThrownBy(body::read).isInstanceOf(IOException.class);
        }
      }
    }
  }

  @Test
  void brokenChunksAreAFailure() throws Exception {
    try (RawServer server = RawServer.saying(CHUNKED + "5\r\nhello\r\nzz\r\n");
        Transport transport = Transports.builder(server.address()).build()) {
      assertThatThrownBy(() -> Transports.get(transport).bytes(100))
          .isExactlyInstanceOf(UnreachableException.class)
          .hasMessageContaining("cut after 5 bytes");
    }
  }

  @Test
  void aBodyThatStopsIsGivenUp() throws Exception {
    try (RawServer server = RawServer.stopping(CHUNKED + "5\r\nhello\r\n");
        Transport transport =
            Transports.builder(server.address()).readTimeout(Duration.ofMillis(150)).build()) {
      assertThatThrownBy(() -> Transports.get(transport).bytes(100))
          .isExactlyInstanceOf(TimedOutException.class)
          .hasMessage(
              "GET "
                  + server.address()
                  + "/db - the answer stopped after 5 bytes, and no more came in time. Check the"
                  + " server's load, or allow more time.");
      try (Reply reply = transport.send(Call.of("GET").timeLimit(Duration.ofMillis(100)))) {
        reply.body().readNBytes(5);
        assertThatThrownBy(() -> reply.body().read()).isInstanceOf(InterruptedIOException.class);
      }
      assertThat(server.wasCut()).isTrue();
    }
  }

  @Test
  void zeroIsNoLimit() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    try (RawServer server =
            new RawServer(
                (in, out) -> {
                  in.head();
                  write(out, CHUNKED + "5\r\nhello\r\n");
                  go.await();
                  Thread.sleep(300);
                  write(out, "0\r\n\r\n");
                  in.untilClosed();
                });
        Transport transport =
            Transports.builder(server.address()).readTimeout(Duration.ofMillis(100)).build();
        Reply reply = transport.send(Call.of("GET").timeLimit(Duration.ZERO))) {
      go.countDown();
      assertThat(reply.bytes(5)).asString(UTF_8).isEqualTo("hello");
    }
  }
}
