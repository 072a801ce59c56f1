package io.github.chthosting.compose.testing.service;

import io.github.chthosting.testkit.EmbeddedCouchDb;
import io.github.chthosting.testkit.EmbeddedNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * The ports at which the containers of the other nodes report: a node is up while its container is
 * connected.
 */
record PeerDoors(EmbeddedCouchDb server, String user) {
  static final int PORT = 5985;

  void listen() throws IOException {
    try (ServerSocket listening = new ServerSocket(PORT)) {
      while (true) {
        Socket socket = listening.accept();
        Threads.start("door", () -> serve(socket));
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      String host = String.valueOf(reader.readLine());
      for (EmbeddedNode node : server.nodes()) {
        if (node.name().equals("couchdb@" + host)) {
          up(node, socket, reader);
        }
      }
    } catch (IOException e) {
      System.out.println("a door was cut: " + e);
    }
  }

  private void up(EmbeddedNode node, Socket socket, BufferedReader reader) throws IOException {
    server.node(0).config("admins", user).ifPresent(hash -> node.config("admins", user, hash));
    node.start();
    System.out.println(node + " is up");
    try {
      String port = CouchDbService.port(node.index()) + "\n";
      socket.getOutputStream().write(port.getBytes(StandardCharsets.UTF_8));
      // Nothing more comes: this waits for the container's end.
      reader.readLine();
    } finally {
      node.stop();
      System.out.println(node + " is down");
    }
  }
}
