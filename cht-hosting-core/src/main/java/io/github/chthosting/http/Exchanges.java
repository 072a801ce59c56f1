package io.github.chthosting.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Sends one request over the wire, once. Thread-safe. */
final class Exchanges {
  private static final int PEEKED_BYTES = 4096;
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

  private final OkHttpClient client;
  private final Set<Call> open = ConcurrentHashMap.newKeySet();
  private final Duration connectLimit;
  private final @Nullable InetSocketAddress proxy;

  Exchanges(OkHttpClient client) {
    this.client = client.newBuilder().addInterceptor(Exchanges::limitReads).build();
    this.connectLimit = Duration.ofMillis(client.connectTimeoutMillis());
    this.proxy =
        client.proxy() != null && client.proxy().address() instanceof InetSocketAddress inet
            ? inet
            : null;
  }

  /** {@code readLimit} zero for none. */
  Exchange execute(Address address, Request.Builder request, Duration readLimit)
      throws FailedAttempt {
    Call call = client.newCall(request.tag(ReadLimit.class, new ReadLimit(readLimit)).build());
    Wire wire = new Wire();
    call.addEventListener(wire);
    open.add(call);
    boolean answered = false;
    Diagnosis diagnosis = new Diagnosis(address, wire, connectLimit, readLimit, proxy);
    AnswerWatch watch = AnswerWatch.of(call, wire, readLimit);
    ReadAllowance.renew();
    try {
      Exchange exchange = new Exchange(call, call.execute(), wire, readLimit, open);
      requireLength(exchange);
      refuseHttpsPort(exchange, address);
      answered = true;
      return exchange;
    } catch (RuntimeException | FailedAttempt e) {
      throw e;
    } catch (Exception e) {
      // Not IOException alone: OkHttp lets an InterruptedException of its connecting threads pass.
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new FailedAttempt(diagnosis.of(watch.cause(e)));
    } finally {
      watch.end();
      if (!answered) {
        open.remove(call);
      }
    }
  }

  /** Cuts what is under way: requests that wait, and bodies that are read. */
  void cancelAll() {
    open.forEach(Call::cancel);
  }

  /** OkHttp would read a body whose length makes no sense until something breaks. */
  private static void requireLength(Exchange exchange) throws FailedAttempt {
    for (String length : exchange.response().headers("Content-Length")) {
      if (!LENGTH.matcher(length).matches()) {
        exchange.call().cancel();
        exchange.discard();
        throw new FailedAttempt(Diagnosis.noHttp("the answer has a length that is not a number"));
      }
    }
  }

  /** Refuses the answer that a proxy such as nginx gives to clear text on its HTTPS port. */
  private static void refuseHttpsPort(Exchange exchange, Address address)
      throws IOException, FailedAttempt {
    Response response = exchange.response();
    if (response.code() != 400
        || address.base.isHttps()
        || !response.header("Content-Type", "").startsWith("text/html")) {
      return;
    }
    if (response.peekBody(PEEKED_BYTES).string().contains("HTTP request was sent to HTTPS port")) {
      exchange.discard();
      throw new FailedAttempt(Diagnosis.httpsPort(null));
    }
  }

  private record ReadLimit(Duration limit) {
    int millis() {
      boolean none =
          limit.isZero() || limit.toDays() > 20; // an int of milliseconds ends at 24 days
      return none ? 0 : Math.max(1, (int) limit.toMillis());
    }
  }

  private static Response limitReads(Interceptor.Chain chain) throws IOException {
    ReadLimit limit = chain.request().tag(ReadLimit.class);
    return limit == null
        ? chain.proceed(chain.request())
        : chain.withReadTimeout(limit.millis(), TimeUnit.MILLISECONDS).proceed(chain.request());
  }
}
