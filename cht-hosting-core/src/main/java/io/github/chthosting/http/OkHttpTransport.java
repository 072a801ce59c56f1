package io.github.chthosting.http;

import io.github.chthosting.Credentials;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;

/** The transport on OkHttp. */
final class OkHttpTransport implements Transport {
  private final List<Address> addresses;
  private final OkHttpClient client;
  private final boolean ownsClient;
  private final Exchanges exchanges;
  private final Identity identity;
  private final Duration readLimit;
  private final int attempts;
  private final Pacing pacing;
  private final AtomicInteger current = new AtomicInteger();
  private volatile boolean closed;

  OkHttpTransport(
      List<Address> addresses,
      OkHttpClient client,
      boolean ownsClient,
      Credentials credentials,
      int attempts,
      Pacing pacing) {
    this.addresses = addresses;
    this.client = client;
    this.ownsClient = ownsClient;
    this.exchanges = new Exchanges(client);
    this.identity = Identity.of(credentials, exchanges);
    this.readLimit = Duration.ofMillis(client.readTimeoutMillis());
    this.attempts = attempts;
    this.pacing = pacing;
  }

  @Override
  public Reply send(Call call) {
    if (closed) {
      throw new IllegalStateException(
          "the transport to " + addresses.get(0).server() + " is closed");
    }
    return new Delivery(this, call).run();
  }

  Route route(Call call) {
    return new Route(addresses, current, call);
  }

  Exchanges exchanges() {
    return exchanges;
  }

  Identity identity() {
    return identity;
  }

  Duration readLimit() {
    return readLimit;
  }

  int attempts() {
    return attempts;
  }

  Pacing pacing() {
    return pacing;
  }

  @Override
  public List<URI> addresses() {
    return addresses.stream().map(address -> address.uri).toList();
  }

  @Override
  public void close() {
    closed = true;
    exchanges.cancelAll();
    if (ownsClient) {
      client.dispatcher().executorService().shutdown();
      client.connectionPool().evictAll();
    }
  }

  @Override
  public String toString() {
    return "Transport" + addresses();
  }
}
