package io.github.chthosting.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Whom TLS trusts. */
@FunctionalInterface
interface Trust {

  /** {@code handshakeLimit}: how long the server may take to prove who it is. */
  void applyTo(OkHttpClient.Builder client, Duration handshakeLimit);

  /** The authorities that come with Java. */
  static Trust java() {
    return managed(manager(null));
  }

  static Trust store(KeyStore store) {
    if (isEmpty(store)) {
      throw new IllegalArgumentException("the trust store has no certificate");
    }
    return managed(manager(store));
  }

  private static Trust managed(X509TrustManager manager) {
    return (client, limit) -> client.sslSocketFactory(sockets(manager, limit), manager);
  }

  static Trust pem(Path file) {
    Collection<? extends Certificate> certificates = certificates(file);
    if (certificates.isEmpty()) {
      throw new IllegalArgumentException("the certificate file " + file + " has no certificate");
    }
    return store(keyStore(certificates));
  }

  static Trust pinned(String sha256) {
    X509TrustManager manager = new PinnedTrust(sha256);
    return (client, limit) ->
        client
            .sslSocketFactory(sockets(manager, limit), manager)
            .hostnameVerifier((host, session) -> true);
  }

  private static SSLSocketFactory sockets(TrustManager manager, Duration limit) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {manager}, null);
      return new HandshakeLimit(context.getSocketFactory(), limit);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  private static boolean isEmpty(KeyStore store) {
    try {
      return store.size() == 0;
    } catch (KeyStoreException e) {
      throw new IllegalArgumentException("the trust store was not loaded", e);
    }
  }

  private static X509TrustManager manager(@Nullable KeyStore store) {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return new DescribingTrust((X509ExtendedTrustManager) factory.getTrustManagers()[0]);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("the trust store cannot be used: " + e.getMessage(), e);
    }
  }

  private static Collection<? extends Certificate> certificates(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in);
    } catch (IOException e) {
      throw new IllegalArgumentException("the certificate file " + file + " cannot be read", e);
    } catch (CertificateException e) {
      throw new IllegalArgumentException(
          "the certificate file " + file + " is not PEM: " + e.getMessage(), e);
    }
  }

  private static KeyStore keyStore(Collection<? extends Certificate> certificates) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate certificate : certificates) {
        store.setCertificateEntry("authority-" + number++, certificate);
      }
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("certificates cannot be kept in a key store", e);
    }
  }
}
