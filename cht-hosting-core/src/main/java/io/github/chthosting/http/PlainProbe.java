package io.github.chthosting.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Asks a port in clear text, without credentials, whether it speaks HTTP. CouchDB itself answers a
 * TLS handshake with silence, which alone would tell nothing.
 */
final class PlainProbe {
  private static final int LIMIT_MILLIS = 2_000;

  private PlainProbe() {}

  static boolean speaksHttp(String host, int port) {
    try (Socket socket = new InterruptibleSockets().createSocket()) {
      socket.connect(new InetSocketAddress(host, port), LIMIT_MILLIS);
      socket.setSoTimeout(LIMIT_MILLIS);
      String request = "HEAD / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] start = socket.getInputStream().readNBytes(5);
      return new String(start, StandardCharsets.US_ASCII).equals("HTTP/");
    } catch (IOException e) {
      return false;
    }
  }
}
