package io.github.chthosting.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** A port of loopback that drops connections as a firewall does: its queue is full. */
final class FullListener implements AutoCloseable {
  private final ServerSocket listener;
  private final List<Socket> queued = new ArrayList<>();

  FullListener() throws IOException {
    listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    boolean full = false;
    while (!full && queued.size() < 10) {
      full = !connects();
    }
    if (!full) {
      throw new IOException("the queue of a listener that accepts nothing did not get full");
    }
  }

  private boolean connects() throws IOException {
    Socket socket = new Socket();
    queued.add(socket);
    try {
      socket.connect(listener.getLocalSocketAddress(), 500);
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  URI address() {
    return Transports.address(listener.getLocalPort());
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : queued) {
      socket.close();
    }
    listener.close();
  }
}
