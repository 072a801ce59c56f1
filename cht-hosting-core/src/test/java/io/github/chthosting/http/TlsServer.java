package io.github.chthosting.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** An HTTPS server on loopback, with a certificate of a made-up authority. */
final class TlsServer implements AutoCloseable {
  static final HeldCertificate AUTHORITY =
      new HeldCertificate.Builder().certificateAuthority(0).commonName("Test Authority").build();

  private final MockWebServer server = new MockWebServer();
  private final HeldCertificate certificate;

  private TlsServer(HeldCertificate certificate) throws IOException {
    this.certificate = certificate;
    HandshakeCertificates handshake =
        new HandshakeCertificates.Builder().heldCertificate(certificate).build();
    server.useHttps(handshake.sslSocketFactory());
    server.enqueue(new MockResponse.Builder().body("{}").build());
    server.start(InetAddress.getLoopbackAddress(), 0);
  }

  private static HeldCertificate.Builder leaf() {
    return new HeldCertificate.Builder().signedBy(AUTHORITY).commonName("couch");
  }

  static TlsServer good() throws IOException {
    return new TlsServer(leaf().addSubjectAlternativeName("127.0.0.1").build());
  }

  static TlsServer named(String... names) throws IOException {
    HeldCertificate.Builder leaf = leaf();
    for (String name : names) {
      leaf.addSubjectAlternativeName(name);
    }
    return new TlsServer(leaf.build());
  }

  static TlsServer selfSigned() throws IOException {
    return new TlsServer(
        new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1").build());
  }

  /** Valid from and until these moments, in milliseconds since 1970. */
  static TlsServer valid(long from, long until) throws IOException {
    return new TlsServer(
        leaf().addSubjectAlternativeName("127.0.0.1").validityInterval(from, until).build());
  }

  static long daysFromNow(int days) {
    return System.currentTimeMillis() + TimeUnit.DAYS.toMillis(days);
  }

  URI address() {
    return URI.create("https://" + authority());
  }

  String authority() {
    return "127.0.0.1:" + server.getPort();
  }

  int port() {
    return server.getPort();
  }

  int requests() {
    return server.getRequestCount();
  }

  String sha256() throws GeneralSecurityException {
    byte[] der = certificate.certificate().getEncoded();
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der));
  }

  static KeyStore trustStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("authority", AUTHORITY.certificate());
    return store;
  }

  static Path pem(Path folder) throws IOException {
    return Files.writeString(folder.resolve("authority.pem"), AUTHORITY.certificatePem());
  }

  @Override
  public void close() {
    server.close();
  }
}
