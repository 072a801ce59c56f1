package io.github.chthosting.http;

import io.github.chthosting.Credentials;
import io.github.chthosting.http.internal.TransportBuilder;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import okhttp3.OkHttpClient;

/**
 * Sends requests to one service, which may have several addresses (the nodes of one cluster).
 * Thread-safe; one instance a service.
 *
 * <p>A repeatable call is tried again on a failed connection, 408, 429, 502, 503 and 504, at
 * another address where there is one, with jitter, honouring {@code Retry-After}. A certificate
 * failure is never retried. Each address has a circuit breaker. Everything is logged at debug with
 * a request id, without credentials and without bodies.
 */
public interface Transport extends AutoCloseable {

  /**
   * Sends {@code call} and returns as soon as the headers are here, whatever the status.
   *
   * @throws io.github.chthosting.UnreachableException no address answered
   * @throws io.github.chthosting.TimedOutException none in time
   */
  Reply send(Call call);

  /** The addresses as given. */
  List<URI> addresses();

  /** Frees connections and threads, unless the client was brought along. */
  @Override
  void close();

  /**
   * A transport to the addresses of one service, each {@code http://HOST[:PORT][/PREFIX]} or {@code
   * https://...}.
   *
   * @throws IllegalArgumentException if there is none, or one is not such an address or names a
   *     user; the message does not repeat a password
   */
  static Builder builder(List<URI> addresses) {
    return new TransportBuilder(addresses);
  }

  /** Settings of a transport; {@code build()} checks and copies them. Not thread-safe. */
  interface Builder {
    Builder credentials(Credentials credentials);

    /** Default 10 s. */
    Builder connectTimeout(Duration limit);

    /** Until the first byte of an answer, and between two reads. Default 60 s. */
    Builder readTimeout(Duration limit);

    /** Attempts of a repeatable call, the first included. Default 5. */
    Builder attempts(int attempts);

    /** Trusts these certificate authorities instead of Java's. */
    Builder trustStore(KeyStore store);

    /** Trusts the PEM certificates in this file instead of Java's authorities. */
    Builder trustedCertificates(Path pem);

    /**
     * Trusts only a leaf certificate with this SHA-256 (hex, of its DER form), whatever its names
     * and issuer.
     */
    Builder pinnedCertificate(String sha256);

    Builder proxy(Proxy proxy);

    /** A client to build on: its pool and dispatcher are shared, and it is not closed. */
    Builder client(OkHttpClient client);

    Transport build();
  }
}
