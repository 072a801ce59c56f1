package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.UnreachableException;
import io.github.chthosting.couchdb.CouchDb;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** HTTP and HTTPS mixed up, and certificates that are not trusted. */
class BadConnectionsTest extends BadServersCase {
  private String answeringHttps(HeldCertificate certificate) throws IOException {
    HandshakeCertificates handshake =
        new HandshakeCertificates.Builder().heldCertificate(certificate).build();
    server.useHttps(handshake.sslSocketFactory());
    return answering("{\"couchdb\":\"Welcome\",\"version\":\"3.5.0\"}");
  }

  private static HeldCertificate.Builder certificate() {
    return new HeldCertificate.Builder().commonName("couch").addSubjectAlternativeName("127.0.0.1");
  }

  @ParameterizedTest
  @EnumSource
  void httpsOnAnHttpPort(Job job) throws Exception {
    String port = port(embedded.server().uri());

    assertThat(failure(job, "https://" + port))
        .isInstanceOf(UnreachableException.class)
        .hasMessage(
            "GET https://%s/ - the port speaks plain HTTP, not HTTPS (attempt 1 of 2). Use http:// in the address, or the server's HTTPS port.",
            port);
  }

  @ParameterizedTest
  @EnumSource
  void httpOnAnHttpsPort(Job job) throws Exception {
    String port = answeringHttps(certificate().build());

    assertThat(failure(job, "http://" + port))
        .isInstanceOf(UnreachableException.class)
        .hasMessage(
            "GET http://%s/ - the port speaks HTTPS, not HTTP (attempt 1 of 2). Use https:// in the address, or the server's HTTP port.",
            port);
  }

  @ParameterizedTest
  @EnumSource
  void anUnknownCertificate(Job job) throws Exception {
    String port = answeringHttps(certificate().build());

    assertThat(failure(job, "https://" + port))
        .isInstanceOf(UnreachableException.class)
        .hasMessage(
            "GET https://%s/ - the server's certificate is self-signed (attempt 1 of 2). If it is yours, trust it: its PEM file as trustedCertificates, or its SHA-256 as pinnedCertificate.",
            port);
  }

  @ParameterizedTest
  @EnumSource
  void anExpiredCertificate(Job job) throws Exception {
    long day = TimeUnit.DAYS.toMillis(1);
    HeldCertificate authority = new HeldCertificate.Builder().certificateAuthority(0).build();
    String port =
        answeringHttps(certificate().signedBy(authority).validityInterval(day, 2 * day).build());
    Path pem = Files.writeString(folder.resolve("authority.pem"), authority.certificatePem());

    try (CouchDb couch =
        CouchDb.builder(URI.create("https://" + port)).trustedCertificates(pem).build()) {
      assertThat(failure(job, couch))
          .isInstanceOf(UnreachableException.class)
          .hasMessage(
              "GET https://%s/ - the server's certificate expired on 1970-01-03 (attempt 1 of 5). Renew it, and reload the server or proxy that serves it.",
              port);
    }
  }
}
