package io.github.chthosting.testkit.internal.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request and its answer. */
final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
  private static final SecureRandom RANDOM = new SecureRandom();

  private Exchange() {}

  static void run(Endpoint endpoint, Request request, Response response, Callback callback) {
    JettyResponse answer = new JettyResponse(request, response);
    try {
      response.getHeaders().put("X-Couch-Request-ID", requestId(request));
      response.getHeaders().put("X-CouchDB-Body-Time", "0");
      answer(endpoint, request, answer);
      if (!answer.isAborted()) {
        answer.finish();
        callback.succeeded();
        return;
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.debug("{} {}: cut off", request.getMethod(), request.getHttpURI(), e);
      answer.abort();
    }
    callback.failed(new EofException("cut off")); // one that Jetty does not log
  }

  private static void answer(Endpoint endpoint, Request request, JettyResponse answer)
      throws IOException {
    try {
      RequestTarget target = RequestTarget.parse(request.getHttpURI().asString());
      endpoint.handle(new JettyRequest(request, target), answer);
    } catch (ApiException e) {
      refuse(answer, e);
    } catch (UncheckedIOException e) {
      LOG.debug(
          "{} {}: input or output failed", request.getMethod(), request.getHttpURI().getPath(), e);
      refuse(answer, new ApiException(500, "error", "internal_server_error"));
    } catch (RuntimeException | StackOverflowError e) {
      LOG.warn("{} {} failed", request.getMethod(), request.getHttpURI().getPath(), e);
      refuse(answer, new ApiException(500, "unknown_error", String.valueOf(e)));
    }
  }

  private static void refuse(JettyResponse answer, ApiException error) throws IOException {
    if (answer.isCommitted()) {
      answer.abort();
    } else {
      Json.error(answer, error);
    }
  }

  /** The client's own id if it is a decent one, as CouchDB does. */
  private static String requestId(Request request) {
    String given = request.getHeaders().get("X-Couch-Request-ID");
    if (given != null && given.matches("[0-9A-Za-z_-]{1,36}")) {
      return given;
    }
    byte[] bytes = new byte[5];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
