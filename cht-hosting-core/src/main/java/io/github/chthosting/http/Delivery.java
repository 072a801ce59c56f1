package io.github.chthosting.http;

import io.github.chthosting.HostingException;
import io.github.chthosting.OperationCancelledException;
import io.github.chthosting.http.Failure.Kind;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.HttpUrl;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call on its way: attempts, fail-over and pauses until it is answered or given up. */
final class Delivery {
  private static final Logger log = LoggerFactory.getLogger(Delivery.class);

  private final OkHttpTransport transport;
  private final Call call;
  private final RequestHead head;
  private final Route route;
  private final boolean repeatable;
  private int attempt;
  private int rounds;
  private String operation = "";
  private @Nullable Failure lastFailure;

  Delivery(OkHttpTransport transport, Call call) {
    this.transport = transport;
    this.call = call;
    this.head = new RequestHead(call);
    this.route = transport.route(call);
    this.repeatable = call.repeatable() && (call.body() == null || call.body().repeatable());
  }

  Reply run() {
    while (true) {
      attempt++;
      Address address = route.next();
      try {
        if (address == null) {
          throw new FailedAttempt(leftAlone());
        }
        Exchange exchange = attempt(address);
        if (isOfADownNode(exchange.response().code())) {
          route.leave(address);
        }
        if (!tryAgain(exchange.response().code())) {
          return new WireReply(exchange, operation, attempt, !head.asksForEncoding(), readLimit());
        }
        answerPostponed(exchange);
      } catch (FailedAttempt e) {
        failed(address, e.failure());
      }
    }
  }

  private Exchange attempt(Address address) throws FailedAttempt {
    long start = System.nanoTime();
    boolean settled = false;
    try {
      HttpUrl url = address.url(call);
      operation = call.method() + " " + CallUrl.shown(url);
      Exchange exchange = authenticated(address, url);
      settled = true;
      address.breaker.onSuccess(System.nanoTime() - start, TimeUnit.NANOSECONDS);
      logAnswer(exchange.response(), start);
      return exchange;
    } catch (FailedAttempt e) {
      if (e.failure().speaksAgainstTheAddress()) {
        settled = true;
        address.breaker.onError(System.nanoTime() - start, TimeUnit.NANOSECONDS, e);
      }
      log.debug("{} {} - {} ({})", head.id(), operation, e.failure().problem(), attempts());
      throw e;
    } finally {
      if (!settled) {
        address.breaker.releasePermission();
      }
    }
  }

  /** A session that the server has forgotten is renewed once. */
  private Exchange authenticated(Address address, HttpUrl url) throws FailedAttempt {
    Identity.Proof proof = head.isSigned() ? null : transport.identity().proof(address);
    Exchange exchange = send(address, url, proof);
    boolean again = call.body() == null || call.body().repeatable();
    if (exchange.response().code() == 401
        && proof != null
        && transport.identity().renewable(address, proof)
        && again) {
      exchange.discard();
      exchange = send(address, url, transport.identity().proof(address));
    }
    transport.identity().answered(address, exchange.response());
    return exchange;
  }

  private Exchange send(Address address, HttpUrl url, Identity.@Nullable Proof proof)
      throws FailedAttempt {
    Duration limit = readLimit();
    return transport.exchanges().execute(address, head.request(url, proof), limit);
  }

  private boolean tryAgain(int status) {
    boolean busy = status == 408 || status == 429 || isOfADownNode(status);
    return busy && repeatable && attempt < limit();
  }

  private static boolean isOfADownNode(int status) {
    return status == 502 || status == 503 || status == 504;
  }

  private void answerPostponed(Exchange exchange) {
    Response response = exchange.response();
    Duration wait = RetryAfter.parse(response.header("Retry-After"), Clock.systemUTC());
    boolean overloaded = response.code() == 429;
    exchange.discard();
    if (overloaded || !route.hasUntried()) {
      pause(wait);
    }
  }

  private void failed(@Nullable Address address, Failure failure) {
    lastFailure = address == null && lastFailure != null ? lastFailure : failure;
    if (address != null && failure.mayPass()) {
      route.leave(address);
    }
    boolean elsewhere = !failure.sent() && attempt < route.size();
    if (!failure.mayPass() || !(elsewhere || (repeatable && attempt < limit()))) {
      throw lastFailure.exception(named(), attempts());
    }
    if (!route.hasUntried() || address == null) {
      pause(Duration.ZERO);
    }
  }

  private String named() {
    return operation.isEmpty()
        ? call.method() + " " + CallUrl.shown(route.preferred().url(call))
        : operation;
  }

  private Failure leftAlone() {
    return new Failure(
        Kind.UNREACHABLE,
        "not sent: the last connections to " + route.preferred().authority() + " all failed",
        "It is tried again every 2 s. Check that the server runs.",
        false,
        null);
  }

  private void pause(Duration atLeast) {
    try {
      transport.pacing().pause(++rounds, atLeast);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cancelled(e);
    }
  }

  private HostingException cancelled(InterruptedException e) {
    return new OperationCancelledException(
        named(), named() + " - interrupted between two attempts (" + attempts() + ").", e);
  }

  private Duration readLimit() {
    Duration own = call.timeLimit();
    return own == null ? transport.readLimit() : own;
  }

  private int limit() {
    return repeatable ? transport.attempts() : 1;
  }

  private String attempts() {
    return "attempt " + attempt + " of " + Math.max(attempt, limit());
  }

  private void logAnswer(Response response, long start) {
    if (log.isDebugEnabled()) {
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      log.debug(
          "{} {} - {} in {} ms ({})", head.id(), operation, response.code(), millis, attempts());
    }
  }
}
