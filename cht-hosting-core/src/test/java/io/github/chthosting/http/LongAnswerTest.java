package io.github.chthosting.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import io.github.chthosting.TimedOutException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An answer so long that its time limit is kept by {@link StallWatch}. */
@Timeout(30)
class LongAnswerTest {
  private static final Duration LIMIT = Duration.ofMillis(300);
  private static final int LENGTH = 300_000;
  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: " + LENGTH + "\r\n\r\n";

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static Transport transport(RawServer server) {
    return Transports.builder(server.address()).readTimeout(LIMIT).build();
  }

  private static Reply get(Transport transport) {
    return transport.send(Call.of("GET", "db"));
  }

  @Test
  void thatStopsIsGivenUp() throws Exception {
    try (RawServer server =
            new RawServer(
                (in, out) -> {
                  in.head();
                  write(out, HEAD + "x".repeat(200_000));
                  in.untilClosed();
                });
        Transport transport = transport(server)) {
      assertThatThrownBy(() -> get(transport).bytes(LENGTH))
          .isExactlyInstanceOf(TimedOutException.class)
          .hasMessageContaining("the answer stopped after 200000 bytes, and no more came in time.");
    }
  }

  @Test
  void thatComesSlowlyIsRead() throws Exception {
    try (RawServer server =
            new RawServer(
                (in, out) -> {
                  in.head();
                  write(out, HEAD);
                  for (int i = 0; i < 12; i++) {
                    write(out, "x".repeat(LENGTH / 12));
                    Thread.sleep(LIMIT.toMillis() / 6);
                  }
                });
        Transport transport = transport(server)) {
      assertThat(get(transport).bytes(LENGTH)).hasSize(LENGTH);
    }
  }

  @Test
  void mayBeReadSlowly() throws Exception {
    try (RawServer server = RawServer.saying(HEAD + "x".repeat(LENGTH));
        Transport transport = transport(server);
        Reply reply = get(transport)) {
      InputStream body = reply.body();
      assertThat(body.readNBytes(150_000)).hasSize(150_000);
      Thread.sleep(3 * LIMIT.toMillis());
      assertThat(body.readNBytes(LENGTH)).hasSize(LENGTH - 150_000);
    }
  }

  @Test
  void leavesTheLimitOfTheNextOnTheSameConnection() throws Exception {
    try (RawServer server =
            new RawServer(
                (in, out) -> {
                  in.head();
                  write(out, HEAD + "x".repeat(LENGTH));
                  in.head();
                  write(out, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort");
                  in.untilClosed();
                });
        Transport transport = transport(server)) {
      try (Reply reply = get(transport)) {
        assertThat(reply.bytes(LENGTH)).hasSize(LENGTH);
      }
      assertThatThrownBy(() -> get(transport).bytes(100))
          .isExactlyInstanceOf(TimedOutException.class)
          .hasMessageContaining("stopped after 5 bytes");
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  /** OkHttp would keep all of it in memory. */
  @Test
  void withASizeOfAChunkWithoutEndIsCut() throws Exception {
    AtomicLong sent = new AtomicLong();
    try (RawServer server = wordy(RawServer.CHUNKED + "2;note=", "x".repeat(64 << 10), sent);
        Transport transport = transport(server)) {
      assertThatThrownBy(() -> get(transport).bytes(LENGTH)).isInstanceOf(HostingException.class);
      assertThat(server.wasCut()).isTrue();
      assertThat(sent.get()).isLessThan(12 << 20);
    }
  }

  @Test
  void ofGzipThatHoldsNothingIsCut() throws Exception {
    String header = "\u001f\u008b\b\0\0\0\0\0\0\u0003";
    String empty = "\0\0\0\u00ff\u00ff"; // a block of no bytes
    String head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n";
    AtomicLong sent = new AtomicLong();
    try (RawServer server = wordy(head + header, empty.repeat(10_000), sent);
        Transport transport = transport(server)) {
      assertThatThrownBy(() -> get(transport).bytes(LENGTH))
          .isInstanceOf(HostingException.class)
          .hasMessageContaining("4 MiB of the answer came, all without content");
      assertThat(server.wasCut()).isTrue();
      assertThat(sent.get()).isLessThan(12 << 20);
    }
  }

  /** Sends 32 MB of {@code piece} at most. */
  private static RawServer wordy(String beginning, String piece, AtomicLong sent)
      throws IOException {
    return new RawServer(
        (in, out) -> {
          in.head();
          write(out, beginning);
          while (sent.get() < 32 << 20) {
            write(out, piece);
            sent.addAndGet(piece.length());
          }
          in.untilClosed();
        });
  }
}
