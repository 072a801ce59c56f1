package io.github.chthosting.http;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.net.URI;
import java.time.Duration;
import okhttp3.HttpUrl;

/**
 * One address of a service, with its circuit breaker: after ten connection failures in a row it is
 * left alone for two seconds, and then tried by one request at a time. A status, of any kind, is an
 * answer and closes it.
 */
final class Address {
  private static final CircuitBreakerConfig BREAKER =
      CircuitBreakerConfig.custom()
          .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
          .slidingWindowSize(10)
          .minimumNumberOfCalls(10)
          .failureRateThreshold(100)
          .waitDurationInOpenState(Duration.ofSeconds(2))
          .permittedNumberOfCallsInHalfOpenState(1)
          .build();

  final URI uri;
  final HttpUrl base;
  final CircuitBreaker breaker;

  Address(URI uri) {
    this.uri = uri;
    this.base = parse(uri);
    this.breaker = CircuitBreaker.of(base.host() + ":" + base.port(), BREAKER);
  }

  HttpUrl url(Call call) {
    return CallUrl.of(base, call);
  }

  /** Scheme, host and port: what a person needs to find the server. */
  String server() {
    return base.scheme() + "://" + authority();
  }

  /** Host and port. */
  String authority() {
    String host = base.host().contains(":") ? "[" + base.host() + "]" : base.host();
    return host + ":" + base.port();
  }

  /** Messages never repeat the URI: what is wrong with it may be a password in it. */
  private static HttpUrl parse(URI uri) {
    if (uri.toString().indexOf('@') >= 0) {
      String host = uri.getHost() == null ? "" : " (host " + uri.getHost() + ")";
      throw new IllegalArgumentException(
          "an address must not contain a user name or password"
              + host
              + ": give them as Credentials");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException("an address must not contain '?' or '#'");
    }
    HttpUrl url = HttpUrl.parse(uri.toString());
    if (url == null) {
      throw new IllegalArgumentException(
          "an address must be http://HOST[:PORT][/PREFIX] or https://..., not " + uri);
    }
    return url;
  }
}
