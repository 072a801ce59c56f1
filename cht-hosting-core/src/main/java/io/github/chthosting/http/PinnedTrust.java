package io.github.chthosting.http;

import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts one leaf certificate, whatever its issuer, names and dates. It is an "extended" manager so
 * that Java adds no checks of its own.
 */
final class PinnedTrust extends X509ExtendedTrustManager {
  private final String sha256;

  PinnedTrust(String sha256) {
    this.sha256 = sha256.replace(":", "").toLowerCase(Locale.ROOT);
    if (!this.sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "a pinned certificate is named by the SHA-256 of its DER form, 64 hexadecimal digits");
    }
  }

  static final class PinMismatch extends CertificateException {
    private static final long serialVersionUID = 1L;

    PinMismatch(String served, String pinned) {
      super(
          "the server's certificate (SHA-256 "
              + served
              + ") is not the pinned one ("
              + pinned
              + ")");
    }
  }

  private void check(X509Certificate[] chain) throws CertificateException {
    String served = fingerprint(chain[0]);
    if (!served.equals(sha256)) {
      throw new PinMismatch(served, sha256);
    }
  }

  private static String fingerprint(X509Certificate certificate) throws CertificateException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new CertificateException(e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("this side is a client");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("this side is a client");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("this side is a client");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
