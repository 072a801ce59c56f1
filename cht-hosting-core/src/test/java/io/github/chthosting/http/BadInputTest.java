package io.github.chthosting.http;

import static io.github.chthosting.http.Failures.assertUnreachable;
import static io.github.chthosting.http.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.HostingException;
import io.github.chthosting.TimedOutException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole messages that an administrator reads when a server cannot be talked to. */
@Timeout(60)
class BadInputTest {
  @Test
  void unknownHost() {
    URI address = URI.create("http://couch.invalid:5984");
    assertUnreachable(
        failure(Transports.builder(address)),
        true,
        address,
        "the host name couch.invalid is not known (attempt 5 of 5). Check its spelling, and the"
            + " DNS of this machine.");
  }

  @Test
  void connectionRefused() throws Exception {
    URI address = Transports.refusing();
    assertUnreachable(
        failure(Transports.builder(address)),
        true,
        address,
        "connection refused (attempt 5 of 5). Check that the server runs and listens on "
            + address.getAuthority()
            + ".");
  }

  @Test
  void connectionNotAnswered() throws Exception {
    try (FullListener full = new FullListener()) {
      HostingException failure =
          failure(
              Transports.builder(full.address())
                  .connectTimeout(Duration.ofMillis(200))
                  .attempts(2));
      assertThat(failure)
          .isExactlyInstanceOf(TimedOutException.class)
          .hasMessage(
              "GET %s/medic/_changes - no connection within 200 ms (attempt 2 of 2). Check that the"
                      .formatted(full.address())
                  + " machine is up, and that no firewall drops packets to %s."
                      .formatted(full.address().getAuthority()));
    }
  }

  @Test
  void aServerThatClosesWithoutAWord() throws Exception {
    try (RawServer closing = RawServer.saying("")) {
      assertUnreachable(
          failure(Transports.builder(closing.address())),
          true,
          closing.address(),
          "the server closed the connection without an answer (attempt 5 of 5). Check the server's"
              + " log, and any proxy between; if the port is for HTTPS, use https://.");
      assertThat(closing.connections()).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2\r\n",
        "220 mail.example ESMTP\r\n",
        "HTTP/1.1 abc OK\r\n\r\n",
        "HTTP/9.9 200 OK\r\n\r\n",
        "\u0000\u0001\u0002\u0003\r\n\r\n",
      })
  void garbage(String bytes) throws Exception {
    try (RawServer server = RawServer.saying(bytes)) {
      assertUnreachable(
          failure(Transports.builder(server.address())),
          false,
          server.address(),
          "the answer is not HTTP (attempt 1 of 5). Something other than the server may listen on "
              + server.address().getAuthority()
              + ".");
    }
  }

  @Test
  void aHeaderThatNeverEnds() throws Exception {
    try (RawServer server =
        new RawServer(
            (in, out) -> {
              in.head();
              out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.UTF_8));
              while (true) {
                out.write("x".repeat(8192).getBytes(StandardCharsets.UTF_8));
              }
            })) {
      assertUnreachable(
          failure(Transports.builder(server.address())),
          false,
          server.address(),
          "the answer is not HTTP (attempt 1 of 5). Something other than the server may listen on "
              + server.address().getAuthority()
              + ".");
      assertThat(server.wasCut()).isTrue();
    }
  }

  @Test
  void aProxyThatIsNotThere() throws Exception {
    URI proxy = Transports.refusing();
    URI address = URI.create("http://couch.example:5984");
    InetSocketAddress at = new InetSocketAddress(proxy.getHost(), proxy.getPort());
    assertUnreachable(
        failure(Transports.builder(address).proxy(new Proxy(Proxy.Type.HTTP, at))),
        true,
        address,
        "connection refused (attempt 5 of 5). Check that the proxy "
            + proxy.getAuthority()
            + " runs, and may reach couch.example:5984.");
  }
}
