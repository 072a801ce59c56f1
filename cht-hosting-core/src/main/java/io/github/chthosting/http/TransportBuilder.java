package io.github.chthosting.http;

import io.github.chthosting.Credentials;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.CookieJar;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/** Settings of a transport. Public for the front door alone; the package is not exported. */
public final class TransportBuilder implements Transport.Builder {
  private final List<Address> addresses = new ArrayList<>();
  private Credentials credentials = Credentials.anonymous();
  private Duration connectTimeout = Duration.ofSeconds(10);
  private Duration readTimeout = Duration.ofSeconds(60);
  private int attempts = 5;
  private Pacing pacing = Pacing.exponential();
  private @Nullable Trust trust;
  private @Nullable Proxy proxy;
  private @Nullable OkHttpClient brought;

  public TransportBuilder(List<URI> uris) {
    if (uris.isEmpty()) {
      throw new IllegalArgumentException("a transport needs at least one address");
    }
    for (URI uri : uris) {
      addresses.add(new Address(uri));
    }
  }

  @Override
  public Transport.Builder credentials(Credentials newCredentials) {
    credentials = newCredentials;
    return this;
  }

  @Override
  public Transport.Builder connectTimeout(Duration limit) {
    connectTimeout = positive(limit);
    return this;
  }

  @Override
  public Transport.Builder readTimeout(Duration limit) {
    readTimeout = positive(limit);
    return this;
  }

  private static Duration positive(Duration limit) {
    if (limit.toMillis() <= 0 || limit.toMillis() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("a time limit must be from 1 ms to 24 days, not " + limit);
    }
    return limit;
  }

  @Override
  public Transport.Builder attempts(int newAttempts) {
    if (newAttempts < 1) {
      throw new IllegalArgumentException("attempts must be at least 1, not " + newAttempts);
    }
    attempts = newAttempts;
    return this;
  }

  /** Sets the pauses between attempts; for tests that must not wait. */
  TransportBuilder pacing(Pacing newPacing) {
    pacing = newPacing;
    return this;
  }

  @Override
  public Transport.Builder trustStore(KeyStore store) {
    return trust(Trust.store(store));
  }

  @Override
  public Transport.Builder trustedCertificates(Path pem) {
    return trust(Trust.pem(pem));
  }

  @Override
  public Transport.Builder pinnedCertificate(String sha256) {
    return trust(Trust.pinned(sha256));
  }

  private Transport.Builder trust(Trust newTrust) {
    if (trust != null) {
      throw new IllegalArgumentException(
          "choose one of trustStore, trustedCertificates and pinnedCertificate");
    }
    trust = newTrust;
    return this;
  }

  @Override
  public Transport.Builder proxy(Proxy newProxy) {
    proxy = newProxy;
    return this;
  }

  @Override
  public Transport.Builder client(OkHttpClient client) {
    brought = client;
    return this;
  }

  @Override
  public Transport build() {
    OkHttpClient.Builder client = brought == null ? ownClient() : brought.newBuilder();
    client
        .connectTimeout(connectTimeout)
        .readTimeout(readTimeout)
        .writeTimeout(readTimeout)
        .callTimeout(Duration.ZERO)
        // HTTP/2 would put all streams behind one window: a reader that waits would stop the
        // others.
        .protocols(List.of(Protocol.HTTP_1_1))
        .cookieJar(CookieJar.NO_COOKIES)
        // Attempts are ours: OkHttp would also send again what must go out once.
        .retryOnConnectionFailure(false)
        .followRedirects(false)
        .followSslRedirects(false)
        .cache(null);
    if (trust != null || brought == null) {
      (trust == null ? Trust.java() : trust).applyTo(client, connectTimeout);
    }
    if (proxy != null) {
      client.proxy(proxy);
    }
    return new OkHttpTransport(
        List.copyOf(addresses), client.build(), brought == null, credentials, attempts, pacing);
  }

  /**
   * A client that ignores the JVM's proxy properties: nothing is read from the environment unasked.
   */
  private static OkHttpClient.Builder ownClient() {
    return new OkHttpClient.Builder()
        .proxy(Proxy.NO_PROXY)
        .socketFactory(new InterruptibleSockets())
        // Shorter than servers and proxies keep idle connections: a write on one that they have
        // just
        // closed would fail, and may not be tried again.
        .connectionPool(new ConnectionPool(64, 9, TimeUnit.SECONDS));
  }
}
