package io.github.chthosting.http;

import static io.github.chthosting.http.Failures.assertUnreachable;
import static io.github.chthosting.http.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.HostingException;
import io.github.chthosting.TimedOutException;
import io.github.chthosting.UnreachableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole messages that an administrator reads when HTTPS fails. */
@Timeout(60)
class BadTlsTest {
  @Test
  void httpsOnAnHttpPort() throws Exception {
    try (RawServer http =
        new RawServer(
            (in, out) -> out.write("HTTP/1.1 400 Bad\r\n\r\n".getBytes(StandardCharsets.UTF_8)))) {
      URI address = URI.create("https://" + http.address().getAuthority());
      assertUnreachable(
          failure(Transports.builder(address)),
          false,
          address,
          "the port speaks plain HTTP, not HTTPS (attempt 1 of 5). Use http:// in the address, or"
              + " the server's HTTPS port.");
    }
  }

  /**
   * The server is silent like CouchDB: the handshake is no request line to it, so it waits for
   * more.
   */
  @Test
  void httpsOnAnHttpPortThatIsSilent() throws Exception {
    try (RawServer couch =
        new RawServer(
            (in, out) -> {
              in.head();
              out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            })) {
      URI address = URI.create("https://" + couch.address().getAuthority());
      assertUnreachable(
          failure(Transports.builder(address).connectTimeout(Duration.ofMillis(200))),
          false,
          address,
          "the port speaks plain HTTP, not HTTPS (attempt 1 of 5). Use http:// in the address, or"
              + " the server's HTTPS port.");
    }
  }

  @Test
  void httpsOnAPortThatNeverSpeaks() throws Exception {
    try (RawServer mute = new RawServer((in, out) -> in.untilClosed())) {
      URI address = URI.create("https://" + mute.address().getAuthority());
      HostingException failure =
          failure(Transports.builder(address).connectTimeout(Duration.ofMillis(200)).attempts(1));
      assertThat(failure)
          .isExactlyInstanceOf(TimedOutException.class)
          .hasMessage(
              "GET %s/medic/_changes - no TLS handshake within 200 ms (attempt 1 of 1). Check that"
                      .formatted(address)
                  + " %s is an HTTPS port, and the server's load."
                      .formatted(address.getAuthority()));
    }
  }

  @Test
  void httpsOnAPortThatClosesAtOnce() throws Exception {
    try (RawServer closing = new RawServer((in, out) -> {})) {
      URI address = URI.create("https://" + closing.address().getAuthority());
      HostingException failure = failure(Transports.builder(address));
      assertThat(failure)
          .isExactlyInstanceOf(UnreachableException.class)
          .hasMessageMatching(
              "GET https://127.0.0.1:\\d+/medic/_changes - the connection was cut in the TLS"
                  + " handshake: [^()]+ \\(attempt 5 of 5\\)\\. Check that 127.0.0.1:\\d+ is an"
                  + " HTTPS port; if not, use http://\\.");
    }
  }

  @Test
  void httpOnAnHttpsPort() throws Exception {
    try (TlsServer server = TlsServer.good()) {
      URI address = URI.create("http://" + server.authority());
      assertUnreachable(
          failure(Transports.builder(address)),
          false,
          address,
          "the port speaks HTTPS, not HTTP (attempt 1 of 5). Use https:// in the address, or the"
              + " server's HTTP port.");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The plain HTTP request was sent to HTTPS port",
        "<center>The plain HTTP request was sent to HTTPS port</center>"
      })
  void httpOnAnHttpsPortOfAProxy(String body) throws Exception {
    try (MockWebServer nginx = new MockWebServer()) {
      nginx.start(InetAddress.getLoopbackAddress(), 0);
      nginx.enqueue(
          new MockResponse.Builder()
              .code(400)
              .setHeader("Content-Type", "text/html")
              .body(body)
              .build());
      URI address = Transports.address(nginx);
      assertUnreachable(
          failure(Transports.builder(address)),
          false,
          address,
          "the port speaks HTTPS, not HTTP (attempt 1 of 5). Use https:// in the address, or the"
              + " server's HTTP port.");
    }
  }

  /** The choice of certificates that a client trusts. */
  private interface Trusting {
    Transport.Builder of(TransportBuilder transport) throws IOException, GeneralSecurityException;
  }

  private static void assertRefused(TlsServer server, Trusting trusting, String rest)
      throws Exception {
    try (server) {
      Transport.Builder transport = trusting.of(Transports.builder(server.address()));
      assertUnreachable(failure(transport), false, server.address(), rest);
    }
  }

  @Test
  void expiredCertificate() throws Exception {
    assertRefused(
        TlsServer.valid(1_600_000_000_000L, 1_700_000_000_000L),
        each -> each.trustStore(TlsServer.trustStore()),
        "the server's certificate expired on 2023-11-14 (attempt 1 of 5). Renew it, and reload"
            + " the server or proxy that serves it.");
  }

  @Test
  void certificateOfTheFuture() throws Exception {
    assertRefused(
        TlsServer.valid(4_000_000_000_000L, 4_100_000_000_000L),
        each -> each.trustStore(TlsServer.trustStore()),
        "the server's certificate is not valid before 2096-10-02 (attempt 1 of 5). Check the"
            + " clocks of this machine and of the server.");
  }

  @Test
  void unknownAuthority() throws Exception {
    assertRefused(
        TlsServer.good(),
        each -> each,
        "the server's certificate was issued by an unknown authority, CN=Test Authority (attempt 1 of"
            + " 5). Trust that authority (its PEM file as trustedCertificates), or check that the"
            + " server sends its whole chain.");
  }

  @Test
  void selfSigned() throws Exception {
    assertRefused(
        TlsServer.selfSigned(),
        each -> each,
        "the server's certificate is self-signed (attempt 1 of 5). If it is yours, trust it: its"
            + " PEM file as trustedCertificates, or its SHA-256 as pinnedCertificate.");
  }

  @Test
  void wrongHostName() throws Exception {
    assertRefused(
        TlsServer.named("couch.example", "10.0.0.1"),
        each -> each.trustStore(TlsServer.trustStore()),
        "the server's certificate is for 10.0.0.1, couch.example, not for 127.0.0.1 (attempt 1"
            + " of 5). Use a name that it was issued for, or get a certificate for this one.");
  }

  @Test
  void anotherCertificateThanThePinnedOne() throws Exception {
    try (TlsServer server = TlsServer.good()) {
      String pinned = "0123456789abcdef".repeat(4);
      assertUnreachable(
          failure(Transports.builder(server.address()).pinnedCertificate(pinned)),
          false,
          server.address(),
          "the server's certificate (SHA-256 %s) is not the pinned one (%s) (attempt 1 of 5). If"
                  .formatted(server.sha256(), pinned)
              + " the certificate was renewed on purpose, pin the new one; otherwise somebody may be intercepting the connection.");
    }
  }
}
