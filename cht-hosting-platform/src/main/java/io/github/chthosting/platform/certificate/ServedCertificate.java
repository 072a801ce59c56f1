package io.github.chthosting.platform.certificate;

import io.github.chthosting.UnreachableException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;

/**
 * A certificate that a server shows to whoever connects, as one connection saw it.
 *
 * @param chain as it was sent, the server's own first
 * @param protocol {@code TLSv1.3}
 */
public record ServedCertificate(List<X509Certificate> chain, String protocol) {
  public ServedCertificate {
    chain = List.copyOf(chain);
  }

  /**
   * Connects, shakes hands, and looks. It judges nothing and sends nothing.
   *
   * @param address where to connect
   * @param name that is asked for (SNI); empty for none
   * @throws UnreachableException if nobody answers there with TLS in time
   */
  public static ServedCertificate at(InetSocketAddress address, String name, Duration limit) {
    int millis = (int) limit.toMillis();
    InetSocketAddress resolved =
        address.isUnresolved()
            ? new InetSocketAddress(address.getHostString(), address.getPort())
            : address;
    try (Socket plain = new Socket()) {
      plain.connect(resolved, millis);
      plain.setSoTimeout(millis);
      try (SSLSocket socket =
          (SSLSocket)
              AnyCertificate.context()
                  .getSocketFactory()
                  .createSocket(plain, name, resolved.getPort(), true)) {
        ask(socket, name);
        socket.startHandshake();
        return of(socket);
      }
    } catch (IOException e) {
      String where = address.getHostString() + ":" + address.getPort();
      throw new UnreachableException(
          "look at the certificate of " + where,
          where + " shows no certificate: " + e.getMessage() + "; nothing was changed",
          e);
    }
  }

  private static void ask(SSLSocket socket, String name) {
    SSLParameters parameters = socket.getSSLParameters();
    if (name.contains(".") && !name.matches("[0-9.]+") && !name.contains(":")) {
      parameters.setServerNames(List.of(new SNIHostName(name)));
    }
    socket.setSSLParameters(parameters);
  }

  private static ServedCertificate of(SSLSocket socket) throws SSLPeerUnverifiedException {
    List<X509Certificate> chain = new ArrayList<>();
    for (java.security.cert.Certificate each : socket.getSession().getPeerCertificates()) {
      chain.add((X509Certificate) each);
    }
    return new ServedCertificate(chain, socket.getSession().getProtocol());
  }

  /** Returns the server's own. */
  public X509Certificate leaf() {
    return chain.get(0);
  }

  /** Returns the serial number in hexadecimal, as browsers and openssl show it. */
  public String serial() {
    return leaf().getSerialNumber().toString(16);
  }

  /** Returns the fingerprint, in the form of {@link KeyedCertificate#fingerprint}. */
  public String fingerprint() {
    return KeyedCertificate.fingerprint(leaf());
  }

  /** Returns whether the server's own certificate is signed by itself. */
  public boolean isSelfSigned() {
    return Issued.isSelfSigned(leaf());
  }

  /** Returns the end of the server's own certificate. */
  public Instant until() {
    return leaf().getNotAfter().toInstant();
  }

  /** Returns whether it is for that name. */
  public boolean isFor(String domain) {
    return CertificateRules.names(leaf()).stream()
        .anyMatch(name -> CertificateRules.matches(name, domain));
  }

  static String words(X509Certificate certificate) {
    return "%s (serial %s, until %s)"
        .formatted(
            CertificateRules.words(certificate),
            certificate.getSerialNumber().toString(16),
            certificate.getNotAfter().toInstant());
  }

  /** Returns {@code cht.example.org (serial 4af1, until 2026-12-24T00:00:00Z)}. */
  @Override
  public String toString() {
    return words(leaf());
  }
}
