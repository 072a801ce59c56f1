package io.github.chthosting.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.UnreachableException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TrustTest {
  @TempDir Path folder;

  private static int status(Transport.Builder builder) {
    try (Transport transport = builder.build();
        Reply reply = transport.send(Call.of("GET"))) {
      return reply.status();
    }
  }

  @Test
  void aTrustStoreIsTrusted() throws Exception {
    try (TlsServer server = TlsServer.good()) {
      assertThat(status(Transports.builder(server.address()).trustStore(TlsServer.trustStore())))
          .isEqualTo(200);
    }
  }

  @Test
  void aPemFileIsTrusted() throws Exception {
    try (TlsServer server = TlsServer.good()) {
      Path pem = TlsServer.pem(folder);
      assertThat(status(Transports.builder(server.address()).trustedCertificates(pem)))
          .isEqualTo(200);
    }
  }

  @Test
  void aPinnedCertificateIsTrustedWhateverItsNamesDatesAndIssuer() throws Exception {
    try (TlsServer server = TlsServer.named("elsewhere.example");
        TlsServer expired =
            TlsServer.valid(TlsServer.daysFromNow(-20), TlsServer.daysFromNow(-10))) {
      assertThat(status(Transports.builder(server.address()).pinnedCertificate(server.sha256())))
          .isEqualTo(200);
      String colons = expired.sha256().replaceAll("(..)(?!$)", "$1:").toUpperCase(Locale.ROOT);
      assertThat(status(Transports.builder(expired.address()).pinnedCertificate(colons)))
          .isEqualTo(200);
    }
  }

  @Test
  void certificateFailuresAreNotRetriedNorMovedOn() throws Exception {
    try (TlsServer unknown = TlsServer.good();
        TlsServer other = TlsServer.good()) {
      try (Transport transport =
          Transports.builder(unknown.address(), other.address())
              .pacing(
                  (round, atLeast) -> {
                    throw new AssertionError("it was tried again");
                  })
              .build()) {
        assertThatThrownBy(() -> transport.send(Call.of("GET")))
            .isExactlyInstanceOf(UnreachableException.class)
            .hasMessageContaining("(attempt 1 of 5)")
            .matches(e -> !((UnreachableException) e).isRetryable());
      }
      assertThat(other.requests()).isZero();
    }
  }

  @Test
  void whatCannotBeTrustedIsToldWhenItIsGiven() throws Exception {
    Transport.Builder builder = Transports.builder(URI.create("https://couch.example"));
    Path missing = folder.resolve("missing.pem");
    assertThatThrownBy(() -> builder.trustedCertificates(missing))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the certificate file " + missing + " cannot be read");
    Path garbage = Files.writeString(folder.resolve("garbage.pem"), "-----BEGIN NOTHING-----");
    assertThatThrownBy(() -> builder.trustedCertificates(garbage))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the certificate file " + garbage + " is not PEM");
    Path empty = Files.writeString(folder.resolve("empty.pem"), "");
    assertThatThrownBy(() -> builder.trustedCertificates(empty))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the certificate file " + empty + " has no certificate");
    KeyStore none = KeyStore.getInstance(KeyStore.getDefaultType());
    none.load(null, null);
    assertThatThrownBy(() -> builder.trustStore(none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the trust store has no certificate");
    assertThatThrownBy(() -> builder.pinnedCertificate("abc"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a pinned certificate is named by the SHA-256 of its DER form, 64 hexadecimal digits");
    builder.pinnedCertificate("0".repeat(64));
    assertThatThrownBy(() -> builder.trustStore(TlsServer.trustStore()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("choose one of trustStore, trustedCertificates and pinnedCertificate");
  }
}
