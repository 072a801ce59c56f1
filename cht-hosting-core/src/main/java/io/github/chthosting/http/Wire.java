package io.github.chthosting.http;

import java.io.IOException;
import java.net.SocketException;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The stage that one attempt reached: it tells what an I/O failure means, and whether anything was
 * sent.
 */
final class Wire extends EventListener {
  // Connections may be made on a thread of OkHttp's.
  private volatile boolean tlsStarted;
  private volatile @Nullable Connection connection;
  private volatile boolean requestStarted;
  private volatile boolean requestSent;
  private volatile boolean answered;
  private volatile @Nullable IOException requestFailure;

  @Override
  public void secureConnectStart(Call call) {
    tlsStarted = true;
  }

  @Override
  public void connectionAcquired(Call call, Connection acquired) {
    connection = acquired;
  }

  @Override
  public void requestHeadersStart(Call call) {
    requestStarted = true;
  }

  @Override
  public void requestHeadersEnd(Call call, Request request) {
    requestSent = request.body() == null;
  }

  @Override
  public void requestBodyEnd(Call call, long byteCount) {
    requestSent = true;
  }

  @Override
  public void requestFailed(Call call, IOException failure) {
    requestFailure = failure;
  }

  @Override
  public void responseHeadersEnd(Call call, Response response) {
    answered = true;
  }

  /** Reads of the answer wait for as long as it takes, from now to its end. */
  void waitForEver() throws SocketException {
    Connection current = connection;
    if (current != null) {
      current.socket().setSoTimeout(0);
    }
  }

  /** Returns whether it failed in the TLS handshake. */
  boolean failedInTls() {
    return tlsStarted && connection == null;
  }

  /** Returns whether all of the request is sent, and an answer is waited for. */
  boolean isSent() {
    return requestSent;
  }

  /** Returns whether the server may have seen any of the request. */
  boolean sentAnything() {
    return requestStarted;
  }

  /** Returns whether the body's own writer failed, not the connection. */
  boolean bodyFailed() {
    return requestStarted && !requestSent && !answered && requestFailure == null;
  }
}
