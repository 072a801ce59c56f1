package io.github.chthosting.compose.testing.service;

import java.io.IOException;

/** Daemon threads. */
final class Threads {
  private Threads() {}

  /** Work that may fail with its connection. */
  @FunctionalInterface
  interface Work {
    void run() throws IOException;
  }

  static Thread start(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // A connection ended; the other side has seen it too.
                System.out.println(name + ": " + e.getMessage());
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
