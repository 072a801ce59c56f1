package io.github.chthosting.compose.testing.service;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The container of a node that is not the first: waits for the first, and is a door to it. */
final class CouchDbDoor {
  private static final int TRIES = 100;

  private CouchDbDoor() {}

  static void run(Map<String, String> environment) throws IOException, InterruptedException {
    String first = environment.getOrDefault("COUCHDB_SYNC_ADMINS_NODE", "");
    String credentials =
        environment.get("COUCHDB_USER") + ":" + environment.get("COUCHDB_PASSWORD");
    CouchServer couch = CouchServer.of("http://" + first + ":5984", credentials);
    int tries = 0;
    while (couch.status("GET", "/") != 200) {
      if (++tries > TRIES) {
        System.err.println("no CouchDB found at " + first);
        System.exit(1);
      }
      System.out.println("waiting for " + first);
      Thread.sleep(500);
    }
    while (true) {
      try {
        report(first, environment.getOrDefault("SVC_NAME", ""));
      } catch (IOException e) {
        System.out.println("without " + first + ": " + e.getMessage());
      }
      Thread.sleep(300);
    }
  }

  private static void report(String first, String name) throws IOException {
    try (Socket socket = new Socket(first, PeerDoors.PORT)) {
      socket.getOutputStream().write((name + "\n").getBytes(StandardCharsets.UTF_8));
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      String port = reader.readLine();
      if (port == null) {
        throw new IOException("it does not know " + name);
      }
      try (ServerSocket door = new ServerSocket(CouchDbService.PORT)) {
        System.out.println("Apache CouchDB has started: " + name);
        Threads.start("accept", () -> accept(door, first, Integer.parseInt(port)));
        reader.readLine();
      }
    }
  }

  private static void accept(ServerSocket door, String first, int port) throws IOException {
    while (true) {
      Socket caller = door.accept();
      Threads.start("there", () -> join(caller, first, port));
    }
  }

  private static void join(Socket caller, String first, int port) throws IOException {
    try (caller;
        Socket node = new Socket(first, port)) {
      Threads.start("back", () -> copy(node, caller));
      copy(caller, node);
    }
  }

  private static void copy(Socket from, Socket to) throws IOException {
    from.getInputStream().transferTo(to.getOutputStream());
    to.shutdownOutput();
  }
}
