package io.github.chthosting.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that says whatever bytes a test wants, on loopback. */
final class RawServer implements AutoCloseable {
  static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

  private final ServerSocket listener;
  private final Script script;
  private final List<Socket> sockets = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger connections = new AtomicInteger();
  private final CountDownLatch cut = new CountDownLatch(1);

  /** One connection's side of the server. */
  interface Script {
    void serve(RequestReader in, OutputStream out) throws Exception;
  }

  RawServer(Script script) throws IOException {
    this.script = script;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  /** Sends {@code answer} to the first request of each connection, and closes it. */
  static RawServer saying(String answer) throws IOException {
    return new RawServer(
        (in, out) -> {
          in.head();
          out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
        });
  }

  /** Sends {@code beginning} to the first request of each connection, and no more. */
  static RawServer stopping(String beginning) throws IOException {
    return new RawServer(
        (in, out) -> {
          in.head();
          write(out, beginning);
          in.untilClosed();
        });
  }

  /** Sends {@code beginning} to the first request, and {@code piece} again and again after that. */
  static RawServer endless(String beginning, String piece, Duration pause) throws IOException {
    return new RawServer(
        (in, out) -> {
          in.head();
          write(out, beginning);
          while (true) {
            write(out, piece);
            Thread.sleep(pause.toMillis());
          }
        });
  }

  static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "raw server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        sockets.add(socket);
        connections.incrementAndGet();
        daemon(() -> serve(socket));
      }
    } catch (IOException closed) {
      cut.countDown();
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      script.serve(new RequestReader(socket.getInputStream()), socket.getOutputStream());
    } catch (Exception e) {
      cut.countDown();
    }
  }

  URI address() {
    return Transports.address(listener.getLocalPort());
  }

  int connections() {
    return connections.get();
  }

  /** Waits until a script failed because the other side closed its connection. */
  boolean wasCut() throws InterruptedException {
    return cut.await(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  /** Reads requests. */
  static final class RequestReader {
    private final InputStream in;

    RequestReader(InputStream in) {
      this.in = in;
    }

    /** The request line and headers. */
    String head() throws IOException {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int octet = in.read();
        if (octet < 0) {
          throw new IOException("the client is gone");
        }
        head.append((char) octet);
      }
      return head.toString();
    }

    /** Waits for the client to close. */
    void untilClosed() throws IOException {
      in.readAllBytes();
      throw new IOException("the client is gone");
    }
  }
}
