package io.github.chthosting.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLSocketFactory;

/**
 * TLS whose handshake has the time limit of connecting. Else it would have that of reading, which a
 * server that waits for a plain request uses up in silence.
 */
final class HandshakeLimit extends SSLSocketFactory {
  private final SSLSocketFactory factory;
  private final int millis;

  HandshakeLimit(SSLSocketFactory factory, Duration limit) {
    this.factory = factory;
    this.millis = (int) limit.toMillis();
  }

  /** Returns the one that OkHttp calls; it sets the limit of reading itself afterwards. */
  @Override
  public Socket createSocket(Socket connected, String host, int port, boolean autoClose)
      throws IOException {
    connected.setSoTimeout(millis);
    return factory.createSocket(connected, host, port, autoClose);
  }

  @Override
  public Socket createSocket() throws IOException {
    return factory.createSocket();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return factory.createSocket(host, port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return factory.createSocket(host, port, local, localPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return factory.createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return factory.createSocket(host, port, local, localPort);
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return factory.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return factory.getSupportedCipherSuites();
  }
}
