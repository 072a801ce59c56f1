package io.github.chthosting.couchdb.replication;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A port of this machine behind which a server is, until it is cut. */
final class CuttableLine implements AutoCloseable {
  private final ServerSocket listener;
  private final URI server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  CuttableLine(URI server) {
    this.server = server;
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  /** The same path behind this line. */
  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/" + path);
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "line");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket near = listener.accept();
        if (cut) {
          near.close();
        } else {
          connect(near);
        }
      } catch (IOException e) {
        // Closed, or the server is away: the other side sees a broken connection.
      }
    }
  }

  private void connect(Socket near) throws IOException {
    open.add(near);
    try {
      Socket far = new Socket(server.getHost(), server.getPort());
      open.add(far);
      start(() -> copy(near, far));
      start(() -> copy(far, near));
    } catch (IOException e) {
      close(near);
      throw e;
    }
  }

  private void copy(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[16 << 10];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        out.write(buffer, 0, count);
      }
    } catch (IOException e) {
      // Cut.
    } finally {
      close(from);
      close(to);
    }
  }

  /** Ends all connections and takes no more. */
  void cut() {
    cut = true;
    open.forEach(this::close);
  }

  void mend() {
    cut = false;
  }

  private void close(Closeable socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    close(listener);
    cut();
  }
}
