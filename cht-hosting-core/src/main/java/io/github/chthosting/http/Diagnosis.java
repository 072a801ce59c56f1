package io.github.chthosting.http;

import io.github.chthosting.http.Failure.Kind;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says what an exception of an attempt means for the person who runs the server. */
final class Diagnosis {
  private final Address address;
  private final Wire wire;
  private final Duration connectLimit;
  private final Duration readLimit;
  private final @Nullable InetSocketAddress proxy;

  Diagnosis(
      Address address,
      Wire wire,
      Duration connectLimit,
      Duration readLimit,
      @Nullable InetSocketAddress proxy) {
    this.address = address;
    this.wire = wire;
    this.connectLimit = connectLimit;
    this.readLimit = readLimit;
    this.proxy = proxy;
  }

  Failure of(Exception e) {
    if (isInterrupt(e)) {
      return failure(
          Kind.CANCELLED,
          "interrupted",
          wire.sentAnything() ? "The server may have done it, or may not." : "Nothing was sent.",
          e);
    }
    if (wire.bodyFailed()) {
      return failure(Kind.BODY, "the request's body could not be read: " + e.getMessage(), "", e);
    }
    if (e instanceof SSLException tls) {
      return new TlsDiagnosis(address, proxy == null).of(tls, wire.sentAnything());
    }
    if (e instanceof SocketTimeoutException && wire.failedInTls()) {
      return new TlsDiagnosis(address, proxy == null).silence(e, shown(connectLimit));
    }
    return wire.sentAnything() ? afterConnecting(e) : connecting(e);
  }

  /**
   * Returns whether it is an interrupt, which shows in many ways, by where the thread was; the flag
   * is set in all of them.
   */
  static boolean isInterrupt(Exception e) {
    return e instanceof InterruptedException || Thread.currentThread().isInterrupted();
  }

  private Failure connecting(Exception e) {
    if (e instanceof UnknownHostException) {
      return failure(
          Kind.UNREACHABLE,
          "the host name " + host() + " is not known",
          "Check its spelling, and the DNS of this machine.",
          e);
    }
    if (e instanceof SocketTimeoutException) {
      return failure(
          Kind.TIMED_OUT,
          "no connection within " + shown(connectLimit),
          "Check that the machine is up, and that no firewall drops packets to " + peer() + ".",
          e);
    }
    if (e instanceof ConnectException) {
      return failure(
          Kind.UNREACHABLE,
          "connection refused",
          proxy == null
              ? "Check that the server runs and listens on " + peer() + "."
              : "Check that " + peer() + " runs, and may reach " + address.authority() + ".",
          e);
    }
    if (e instanceof NoRouteToHostException) {
      return failure(
          Kind.UNREACHABLE, "no route to the host", "Check the network to " + peer() + ".", e);
    }
    return failure(
        Kind.UNREACHABLE, "no connection: " + reason(e), "Check the network to " + peer() + ".", e);
  }

  private Failure afterConnecting(Exception e) {
    if (e instanceof SocketTimeoutException) {
      return failure(
          Kind.TIMED_OUT,
          "no answer within " + shown(readLimit),
          "The server may still be at work on it; if it is just slow, allow more time.",
          e);
    }
    if (e instanceof ReadAllowance.EndlessAnswerException) {
      return noHttp(reason(e));
    }
    if (e instanceof ProtocolException && isTlsAnswer(e.getMessage())) {
      return httpsPort(e);
    }
    if (e instanceof ProtocolException || isEndlessHeader(e)) {
      return failure(
          Kind.PERMANENT,
          "the answer is not HTTP",
          "Something other than the server may listen on " + peer() + ".",
          e);
    }
    return cut(e);
  }

  static Failure httpsPort(@Nullable Exception cause) {
    return new Failure(
        Kind.PERMANENT,
        "the port speaks HTTPS, not HTTP",
        "Use https:// in the address, or the server's HTTP port.",
        true,
        cause);
  }

  static Failure noHttp(String problem) {
    return new Failure(
        Kind.PERMANENT,
        problem,
        "Something other than the server may have answered: check for a proxy between.",
        true,
        null);
  }

  private Failure cut(Exception e) {
    String problem =
        e.getMessage() != null && e.getMessage().startsWith("unexpected end of stream")
            ? "the server closed the connection without an answer"
            : "the connection was cut before the answer: " + reason(e);
    String advice = "Check the server's log, and any proxy between";
    return failure(
        Kind.UNREACHABLE,
        problem,
        address.base.isHttps()
            ? advice + "."
            : advice + "; if the port is for HTTPS, use https://.",
        e);
  }

  /** Returns whether the first byte of a TLS alert is where a status line should be. */
  private static boolean isTlsAnswer(@Nullable String message) {
    return message != null && message.startsWith("Unexpected status line: \u0015\u0003");
  }

  /** OkHttp stops reading a header line at 256 kB. */
  private static boolean isEndlessHeader(Exception e) {
    Throwable root = e.getCause() == null ? e : e.getCause();
    return root.getMessage() != null
        && root.getMessage().startsWith("\\n not found: limit=")
        && !root.getMessage().startsWith("\\n not found: limit=0 ");
  }

  /** Returns what the connection is made to. */
  private String peer() {
    return proxy == null
        ? address.authority()
        : "the proxy " + proxy.getHostString() + ":" + proxy.getPort();
  }

  private String host() {
    return proxy == null ? address.base.host() : proxy.getHostString();
  }

  private Failure failure(Kind kind, String problem, String advice, Exception cause) {
    return new Failure(kind, problem, advice, wire.sentAnything(), cause);
  }

  static String reason(Throwable e) {
    String message = e.getMessage();
    return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
  }

  static String shown(Duration limit) {
    return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
  }
}
