package io.github.chthosting.compose.internal.tls;

import io.github.chthosting.HostingException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.provider.GenericAcmeProvider;

/** Connects to an authority. */
final class AcmeSession {
  private AcmeSession() {}

  /**
   * @param trusted PEM of what its HTTPS certificate is from; empty for what Java knows
   */
  static Session of(URI directory, String trusted) {
    if (trusted.isEmpty()) {
      return new Session(directory);
    }
    SSLContext context = context(Path.of(trusted));
    return new Session(directory, new Trusting(context));
  }

  private static SSLContext context(Path pem) {
    try (InputStream stream = Files.newInputStream(pem)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, (char @Nullable []) null);
      int number = 0;
      for (Certificate each :
          CertificateFactory.getInstance("X.509").generateCertificates(stream)) {
        store.setCertificateEntry("c" + number++, each);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new HostingException("read " + pem, pem + " cannot be read: " + e, false, e);
    }
  }

  private static final class Trusting extends GenericAcmeProvider {
    private final SSLContext context;

    Trusting(SSLContext context) {
      this.context = context;
    }

    @Override
    public HttpClient createHttpClient(NetworkSettings settings) {
      return HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NORMAL)
          .connectTimeout(Duration.ofSeconds(20))
          .proxy(settings.getProxySelector())
          .sslContext(context)
          .build();
    }
  }
}
