package io.github.chthosting.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Arrays;
import mockwebserver3.MockWebServer;

/** Transports for tests: they do not wait between attempts. */
final class Transports {
  private Transports() {}

  static TransportBuilder builder(URI... addresses) {
    return new TransportBuilder(Arrays.asList(addresses)).pacing((round, atLeast) -> {});
  }

  static Transport to(MockWebServer... servers) {
    return builder(addresses(servers)).build();
  }

  static URI[] addresses(MockWebServer... servers) {
    return Arrays.stream(servers).map(Transports::address).toArray(URI[]::new);
  }

  static URI address(MockWebServer server) {
    return address(server.getPort());
  }

  static URI address(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  static Reply get(Transport transport) {
    return transport.send(Call.of("GET", "db"));
  }

  /** A port of loopback on which nobody listens. */
  static URI refusing() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return address(socket.getLocalPort());
    }
  }
}
