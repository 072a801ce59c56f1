package io.github.chthosting.http;

import io.github.chthosting.Credentials;
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
 * <p>A repeatable call is tried again on a failed connection, 408, 429, 502, 503 and 504: at once
 * at the next address, and after all of them, or after 429, with a pause of 150 to 450 ms that
 * doubles each round up to 10 s, or as long as {@code Retry-After} asks, up to 60 s. Any call is
 * tried at the next address when no connection could be made, since nothing was sent. A certificate
 * failure, and a port that does not speak the protocol, is never retried. An address whose last ten
 * connections failed is left alone for two seconds at a time. The address that worked last is used
 * first.
 *
 * <p>Redirects are answers, not followed. An interrupt of a thread in {@link #send} or in a read of
 * a body ends it at once with {@link io.github.chthosting.OperationCancelledException} or an {@link
 * java.io.IOException}, and the flag is kept. Each attempt is logged at debug with a request id,
 * which CouchDB from 3.4.3 on writes into its own log, without query, headers and body.
 */
public interface Transport extends AutoCloseable {

  /**
   * Sends {@code call} and returns as soon as the headers are here, whatever the status. Close the
   * reply.
   *
   * @throws IllegalArgumentException for a path segment that is empty, which would address the
   *     parent, or half a surrogate pair
   * @throws IllegalStateException after {@link #close()}
   * @throws io.github.chthosting.UnreachableException no address answered
   * @throws io.github.chthosting.TimedOutException none in time
   * @throws io.github.chthosting.AccessDeniedException a session was refused
   * @throws io.github.chthosting.OperationCancelledException the thread was interrupted
   */
  Reply send(Call call);

  /** Returns the addresses as given. */
  List<URI> addresses();

  /**
   * Cuts what is under way and replies that are still open, and frees connections and threads,
   * unless the client was brought along.
   */
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

    /**
     * Time limit of the wait for the first byte of an answer, and of each wait between two reads.
     * Default 60 s.
     */
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

    /** Default none: the JVM's proxy properties are not read. */
    Builder proxy(Proxy proxy);

    /**
     * A client to build on: its pool, interceptors, proxy and trust are kept, and it is not closed;
     * limits, retries, redirects and cookies are ours. With sockets other than of {@code
     * SocketChannel} an interrupt is noticed only at the time limit.
     */
    Builder client(OkHttpClient client);

    Transport build();
  }
}
