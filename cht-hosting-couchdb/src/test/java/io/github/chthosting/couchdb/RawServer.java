package io.github.chthosting.couchdb;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A server that answers with bytes as they are. It knows just enough of CouchDB that a client, a
 * backup and a replication come to the request that a test is about.
 */
final class RawServer implements AutoCloseable {
  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final String path;
  private final Answer answer;

  /** Writes an answer; the connection is closed after it. */
  @FunctionalInterface
  interface Answer {
    void write(OutputStream out) throws IOException, InterruptedException;
  }

  /** Answers requests for {@code path} so, and all others as CouchDB does. */
  RawServer(String path, Answer answer) {
    this.path = path;
    this.answer = answer;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "raw server");
    thread.setDaemon(true);
    thread.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        open.add(socket);
        daemon(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      String request = request(in);
      String target = request.split(" ", 3)[1].replaceAll("\\?.*", "");
      if (target.equals(path)) {
        answer.write(socket.getOutputStream());
        // Until the other side has read it: closing at once may take it back.
        socket.shutdownOutput();
        in.readAllBytes();
      } else {
        socket.getOutputStream().write(good(target).getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      // The client has had enough.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(socket);
    }
  }

  private static String request(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no request");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static String good(String target) {
    String json =
        switch (target) {
          case "/" -> "{\"couchdb\":\"Welcome\",\"version\":\"3.5.2\",\"uuid\":\"u\"}";
          case "/db", "/target" ->
              "{\"db_name\":\"db\",\"doc_count\":2,\"doc_del_count\":0,\"update_seq\":\"2-x\","
                  + "\"purge_seq\":\"0\",\"instance_start_time\":\"0\",\"cluster\":{\"q\":2,\"n\":1}}";
          case "/db/_security" -> "{}";
          case "/db/_revs_limit", "/db/_purged_infos_limit" -> "1000";
          default -> "";
        };
    String body = json.isEmpty() ? "{\"error\":\"not_found\",\"reason\":\"missing\"}" : json;
    return "HTTP/1.1 %s\r\nServer: CouchDB/3.5.2\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(json.isEmpty() ? "404 Object Not Found" : "200 OK", body.length(), body);
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
