package io.github.chthosting.http.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import io.github.chthosting.TimedOutException;
import io.github.chthosting.UnreachableException;
import io.github.chthosting.http.Call;
import io.github.chthosting.http.Reply;
import io.github.chthosting.http.Transport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReplyTest {
  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(UTF_8));
    out.flush();
  }

  private static Reply get(Transport transport) {
    return transport.send(Call.of("GET", "db"));
  }

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
        assertThatThrownBy(() -> get(transport).bytes(1 << 20))
            .isInstanceOf(TimedOutException.class)
            .hasMessageMatching(
                "GET \\S+/db - the answer has no end within 2 s, after \\d+ bytes\\. Something between may keep it open; if it is just slow, allow more time\\.");
      }
    }
  }

  @Test
  void bytesHaveALimit() throws Exception {
    try (RawServer server =
            RawServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world");
        Transport transport = Transports.builder(server.address()).build()) {
      assertThat(get(transport).bytes(11)).asString(UTF_8).isEqualTo("hello world");
      assertThatThrownBy(() -> get(transport).bytes(10))
          .isExactlyInstanceOf(HostingException.class)
          .hasMessage(
              "GET "
                  + server.address()
                  + "/db - the answer is longer than the 10 bytes that are read here.");
    }
  }

  @Test
  void anEndlessBodyIsCutAtTheLimit() throws Exception {
    try (RawServer server =
            new RawServer(
                (in, out) -> {
                  in.head();
                  write(out, CHUNKED);
                  while (true) {
                    write(out, "8\r\n{\"a\":1}\n\r\n");
                  }
                });
        Transport transport = Transports.builder(server.address()).build()) {
      assertThatThrownBy(() -> get(transport).bytes(100_000))
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
        assertThatThrownBy(() -> get(transport).bytes(100))
            .isExactlyInstanceOf(UnreachableException.class)
            .hasMessageStartingWith(
                "GET " + server.address() + "/db - the answer was cut after 5 bytes: ")
            .hasMessageEndingWith(". Check the server's log, and any proxy between.");
        try (Reply reply = get(transport)) {
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
      assertThatThrownBy(() -> get(transport).bytes(100))
          .isExactlyInstanceOf(UnreachableException.class)
          .hasMessageContaining("cut after 5 bytes");
    }
  }

  @Test
  void aBodyThatStopsIsGivenUp() throws Exception {
    try (RawServer server =
            new RawServer(
                (in, out) -> {
                  in.head();
                  write(out, CHUNKED + "5\r\nhello\r\n");
                  in.untilClosed();
                });
        Transport transport =
            Transports.builder(server.address()).readTimeout(Duration.ofMillis(150)).build()) {
      assertThatThrownBy(() -> get(transport).bytes(100))
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

  @Test
  void closingCutsABodyThatGoesOn() throws Exception {
    try (RawServer server =
            new RawServer(
                (in, out) -> {
                  in.head();
                  write(out, CHUNKED);
                  while (true) {
                    write(out, "1\r\n\n\r\n");
                    Thread.sleep(5);
                  }
                });
        Transport transport = Transports.builder(server.address()).build()) {
      Reply reply = get(transport);
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
    try (RawServer server =
            new RawServer(
                (in, out) -> {
                  in.head();
                  write(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
                  while (true) {
                    out.write(new byte[8192]);
                  }
                });
        Transport transport = Transports.builder(server.address()).build()) {
      get(transport).close();
      assertThat(server.wasCut()).isTrue();
    }
  }

  @Test
  void closingFromAnotherThreadEndsAReadThatHangs() throws Exception {
    try (RawServer server =
            new RawServer(
                (in, out) -> {
                  in.head();
                  write(out, CHUNKED + "5\r\nhello\r\n");
                  in.untilClosed();
                });
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
    try (RawServer server =
        new RawServer(
            (in, out) -> {
              in.head();
              write(out, CHUNKED + "5\r\nhello\r\n");
              in.untilClosed();
            })) {
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
        try (Reply reply = get(transport)) {
          assertThat(reply.body().readNBytes(9)).asString(UTF_8).isEqualTo("{\"a\":\"b\"}");
        }
        get(transport).close();
        assertThat(get(transport).bytes(10)).hasSize(10);
      }
      assertThat(server.connections()).isEqualTo(1);
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
        assertThat(get(transport).bytes(100_000)).hasSize(60_000);
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
              .throttleBody(10, 60, java.util.concurrent.TimeUnit.MILLISECONDS)
              .build());
      try (Transport transport =
          Transports.builder(Transports.address(server))
              .readTimeout(Duration.ofSeconds(5))
              .build()) {
        assertThat(get(transport).bytes(50)).hasSize(50);
      }
    }
  }

  @Test
  void manyRepliesMayBeOpenAtOnce() throws Exception {
    try (RawServer server =
            new RawServer(
                (in, out) -> {
                  in.head();
                  write(out, CHUNKED + "5\r\nhello\r\n");
                  in.untilClosed();
                });
        Transport transport = Transports.builder(server.address()).build()) {
      List<Reply> replies = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        replies.add(get(transport));
      }
      for (Reply reply : replies) {
        assertThat(reply.body().readNBytes(5)).hasSize(5);
        reply.close();
      }
      assertThat(server.connections()).isEqualTo(64);
    }
  }
}
