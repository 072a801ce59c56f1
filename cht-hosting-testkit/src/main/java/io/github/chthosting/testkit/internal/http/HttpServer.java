package io.github.chthosting.testkit.internal.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Ports that share threads. Thread-safe. */
public final class HttpServer implements AutoCloseable {
  private static final int MOST_THREADS = 600;
  private static final int IDLE_MS = 60_000;

  private final Server server;
  private final String name;
  private final Map<String, Endpoint> endpoints = new ConcurrentHashMap<>();

  /**
   * Starts without any port.
   *
   * @param name what the header {@code Server} says
   */
  public HttpServer(String name) {
    this.name = name;
    QueuedThreadPool threads =
        new QueuedThreadPool(
            MOST_THREADS, 4, IDLE_MS, -1, null, null, work -> ServerThread.of(work, "couchdb"));
    threads.setName("couchdb");
    server = new Server(threads);
    server.setHandler(new Exchanges());
    server.setErrorHandler(HttpServer::unreadable);
    server.setStopTimeout(0);
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP server did not start", e);
    }
  }

  /**
   * A port that answers by {@code endpoint}, closed at first.
   *
   * @param name names it in threads; one a server
   * @param address where it listens
   * @param port 0 for any
   */
  public HttpPort port(String name, String address, int port, Endpoint endpoint) {
    endpoints.put(name, endpoint);
    return new HttpPort(server, name, address, port);
  }

  /**
   * Answers for Jetty: a request that it cannot read has most often a percent sign without two
   * digits; a failure of this server's own is named by its type.
   */
  private static boolean unreadable(Request request, Response response, Callback callback) {
    String json =
        response.getStatus() < 500
            ? "{\"error\":\"bad_request\",\"reason\":\"invalid_url_encoding\"}\n"
            : "{\"error\":\"unknown_error\",\"reason\":\"%s\"}\n".formatted(cause(request));
    response.getHeaders().put("Content-Type", "application/json");
    response.getHeaders().put("Cache-Control", "must-revalidate");
    Content.Sink.write(response, true, json, callback);
    return true;
  }

  private static String cause(Request request) {
    Object cause = request.getAttribute(ErrorHandler.ERROR_EXCEPTION);
    return cause == null ? "no reason is known" : cause.getClass().getSimpleName();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP server did not stop", e);
    }
  }

  private final class Exchanges extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      String port = request.getConnectionMetaData().getConnector().getName();
      Endpoint endpoint = endpoints.get(port);
      if (endpoint == null) {
        return false;
      }
      response.getHeaders().put("Server", name);
      Exchange.run(endpoint, request, response, callback);
      return true;
    }
  }
}
