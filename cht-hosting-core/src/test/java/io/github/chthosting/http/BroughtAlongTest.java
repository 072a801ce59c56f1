package io.github.chthosting.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.Credentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client of the caller's, a proxy, many threads, and answers that come early. */
@Timeout(60)
class BroughtAlongTest {
  private final MockWebServer server = new MockWebServer();

  @BeforeEach
  void start() throws Exception {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void enqueue(int status) {
    server.enqueue(new MockResponse.Builder().code(status).build());
  }

  @Test
  void aClientKeepsItsInterceptorsAndIsNotClosed() throws Exception {
    AtomicInteger seen = new AtomicInteger();
    OkHttpClient client =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  seen.incrementAndGet();
                  return chain.proceed(chain.request());
                })
            .build();
    enqueue(503);
    enqueue(302);
    enqueue(200);
    Transport transport = Transports.builder(Transports.address(server)).client(client).build();
    try (Reply reply = transport.send(Call.of("GET", "db"))) {
      assertThat(reply.status()).isEqualTo(302);
    }
    transport.close();
    assertThat(seen).hasValue(2);
    assertThat(client.dispatcher().executorService().isShutdown()).isFalse();
    okhttp3.Request request = new okhttp3.Request.Builder().url(server.url("/x")).build();
    try (okhttp3.Response response = client.newCall(request).execute()) {
      assertThat(response.code()).isEqualTo(200);
    }
  }

  @Test
  void closingCutsOpenRepliesOfAClientThatStays() throws Exception {
    try (RawServer endless =
        new RawServer(
            (in, out) -> {
              in.head();
              out.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello".getBytes(UTF_8));
              in.untilClosed();
            })) {
      Transport transport =
          Transports.builder(endless.address()).client(new OkHttpClient()).build();
      Reply reply = transport.send(Call.of("GET"));
      reply.body().readNBytes(5);
      transport.close();
      assertThatThrownBy(() -> reply.body().read()).isInstanceOf(IOException.class);
      assertThat(endless.wasCut()).isTrue();
    }
  }

  @Test
  void aProxyIsAskedForTheWholeAddress() throws Exception {
    enqueue(200);
    Proxy proxy =
        new Proxy(
            Proxy.Type.HTTP,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()));
    URI address = URI.create("http://couch.invalid:5984/couch");
    try (Transport transport =
        Transports.builder(address)
            .proxy(proxy)
            .credentials(Credentials.basic("admin", "x"))
            .build()) {
      transport.send(Call.of("GET", "db", "..", "a/b").query("rev", "1-x")).close();
    }
    RecordedRequest request = server.takeRequest();
    assertThat(request.getRequestLine())
        .isEqualTo("GET http://couch.invalid:5984/couch/db/%2E%2E/a%2Fb?rev=1-x HTTP/1.1");
    assertThat(request.getHeaders().get("Authorization")).startsWith("Basic ");
  }

  @Test
  void manyThreadsShareIt() throws Exception {
    try (RawServer echo =
            new RawServer(
                (in, out) -> {
                  while (true) {
                    String path = in.head().split(" ", 3)[1];
                    String head = "HTTP/1.1 200 OK\r\nContent-Length: " + path.length();
                    out.write((head + "\r\n\r\n" + path).getBytes(UTF_8));
                  }
                });
        Transport transport = Transports.builder(echo.address()).build()) {
      ExecutorService threads = Executors.newFixedThreadPool(16);
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 800; i++) {
        String name = "doc" + i;
        answers.add(
            threads.submit(
                () -> new String(transport.send(Call.of("GET", name)).bytes(100), UTF_8)));
      }
      for (int i = 0; i < 800; i++) {
        assertThat(answers.get(i).get()).isEqualTo("/doc" + i);
      }
      threads.shutdown();
      assertThat(echo.connections()).isLessThanOrEqualTo(16);
    }
  }

  @Test
  void anAnswerThatComesBeforeTheBodyIsSentIsRead() throws Exception {
    try (RawServer early =
            new RawServer(
                (in, out) -> {
                  in.head();
                  out.write(
                      "HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                          .getBytes(UTF_8));
                  in.untilClosed();
                });
        Transport transport = Transports.builder(early.address()).build()) {
      Body body = Body.bytes("application/octet-stream", new byte[1_000_000]);
      try (Reply reply = transport.send(Call.of("PUT", "db", "doc", "att").body(body))) {
        assertThat(reply.status()).isEqualTo(413);
      }
    }
  }

  @Test
  void timeLimitsOfACallAreNotNegative() {
    assertThatThrownBy(() -> Call.of("GET").timeLimit(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a time limit must not be negative: PT-0.001S");
  }
}
