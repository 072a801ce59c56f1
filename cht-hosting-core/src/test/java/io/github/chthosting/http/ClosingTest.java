package io.github.chthosting.http;

import static io.github.chthosting.http.RawServer.CHUNKED;
import static io.github.chthosting.http.RawServer.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The connection after an answer was closed. */
@Timeout(60)
class ClosingTest {
  @Test
  void closingCutsABodyThatGoesOn() throws Exception {
    try (RawServer server = RawServer.endless(CHUNKED, "1\r\n\n\r\n", Duration.ofMillis(5));
        Transport transport = Transports.builder(server.address()).build()) {
      Reply reply = Transports.get(transport);
      reply.body().read();
      reply.close();
      reply.close();
      assertThat(server.wasCut()).isTrue();
      assertThatThrownBy(() -> reply.body().read())
          .isInstanceOf(IOException.class)
          .hasMessage("the reply is closed");
    }
  }

  @Test
  void closingCutsALongRest() throws Exception {
    String head = "HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n";
    try (RawServer server = RawServer.endless(head, "\0".repeat(8192), Duration.ZERO);
        Transport transport = Transports.builder(server.address()).build()) {
      Transports.get(transport).close();
      assertThat(server.wasCut()).isTrue();
    }
  }

  @Test
  void closingFromAnotherThreadEndsAReadThatHangs() throws Exception {
    try (RawServer server = RawServer.stopping(CHUNKED + "5\r\nhello\r\n");
        Transport transport = Transports.builder(server.address()).build()) {
      Reply reply = transport.send(Call.of("GET").timeLimit(Duration.ZERO));
      CountDownLatch reading = new CountDownLatch(1);
      FutureTask<byte[]> read =
          new FutureTask<>(
              () -> {
                reply.body().readNBytes(5);
                reading.countDown();
                return reply.body().readAllBytes();
              });
      Thread thread = new Thread(read);
      thread.start();
      reading.await();
      while (thread.getState() == Thread.State.NEW) {
        Thread.onSpinWait();
      }
      reply.close();
      assertThatThrownBy(read::get).hasCauseInstanceOf(IOException.class);
      assertThat(server.wasCut()).isTrue();
    }
  }

  @Test
  void closingTheTransportEndsAReadThatHangs() throws Exception {
    try (RawServer server = RawServer.stopping(CHUNKED + "5\r\nhello\r\n")) {
      Transport transport = Transports.builder(server.address()).build();
      Reply reply = transport.send(Call.of("GET").timeLimit(Duration.ZERO));
      reply.body().readNBytes(5);
      transport.close();
      assertThatThrownBy(() -> reply.body().read()).isInstanceOf(IOException.class);
      assertThat(server.wasCut()).isTrue();
    }
  }

  @Test
  void aConnectionIsKeptWhenTheRestIsShort() throws Exception {
    try (RawServer server =
            new RawServer(
                (in, out) -> {
                  while (true) {
                    in.head();
                    write(out, CHUNKED + "a\r\n{\"a\":\"b\"}\n\r\n0\r\n\r\n");
                  }
                });
        Transport transport = Transports.builder(server.address()).build()) {
      for (int i = 0; i < 10; i++) {
        try (Reply reply = Transports.get(transport)) {
          assertThat(reply.body().readNBytes(9)).asString(UTF_8).isEqualTo("{\"a\":\"b\"}");
        }
        Transports.get(transport).close();
        assertThat(Transports.get(transport).bytes(10)).hasSize(10);
      }
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void manyRepliesMayBeOpenAtOnce() throws Exception {
    try (RawServer server = RawServer.stopping(CHUNKED + "5\r\nhello\r\n");
        Transport transport = Transports.builder(server.address()).build()) {
      List<Reply> replies = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        replies.add(Transports.get(transport));
      }
      for (Reply reply : replies) {
        assertThat(reply.body().readNBytes(5)).hasSize(5);
        reply.close();
      }
      assertThat(server.connections()).isEqualTo(64);
    }
  }
}
