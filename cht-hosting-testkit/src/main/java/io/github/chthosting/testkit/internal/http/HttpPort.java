package io.github.chthosting.testkit.internal.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/** A port that can be closed, cutting its connections, and opened again. */
public final class HttpPort {
  private static final int HEADERS = 1 << 20;

  private final Server server;
  private final String name;
  private final String address;
  private int port;
  private @Nullable ServerConnector connector;

  HttpPort(Server server, String name, String address, int port) {
    this.server = server;
    this.name = name;
    this.address = address;
    this.port = port;
  }

  /**
   * Listens; on the same port as before. Nothing happens if it is open.
   *
   * @throws UncheckedIOException if the port is taken
   */
  public synchronized void open() {
    if (connector != null) {
      return;
    }
    ServerConnector opened = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http()));
    opened.setName(name);
    opened.setHost(address);
    opened.setPort(port);
    opened.setIdleTimeout(600_000);
    opened.setAcceptQueueSize(512);
    opened.setShutdownIdleTimeout(1);
    start(opened);
    port = opened.getLocalPort();
    connector = opened;
  }

  private void start(ServerConnector opened) {
    server.addConnector(opened);
    try {
      opened.start();
    } catch (IOException e) {
      server.removeConnector(opened);
      throw new UncheckedIOException("cannot listen on " + address + ":" + port, e);
    } catch (Exception e) {
      server.removeConnector(opened);
      throw new IllegalStateException("cannot listen on " + address + ":" + port, e);
    }
  }

  private static HttpConfiguration http() {
    HttpConfiguration http = new HttpConfiguration();
    http.setUriCompliance(UriCompliance.UNSAFE); // the path is read as it came, see RequestTarget
    http.setRequestHeaderSize(HEADERS);
    http.setResponseHeaderSize(HEADERS);
    http.setMaxResponseHeaderSize(HEADERS);

    http.setSendServerVersion(false);
    http.setSendDateHeader(true);
    return http;
  }

  /** Stops listening and cuts all connections. Nothing happens if it is closed. */
  public synchronized void close() {
    if (connector != null) {
      connector.getConnectedEndPoints().forEach(endPoint -> endPoint.close());
      try {
        connector.stop();
      } catch (Exception e) {
        throw new IllegalStateException("cannot close " + address + ":" + port, e);
      }
      server.removeConnector(connector);
      connector = null;
    }
  }

  /** The port number; 0 if it was to be any, and was not open yet. */
  public synchronized int number() {
    return port;
  }
}
