package io.github.chthosting.testkit.internal.http;

/**
 * Makes the threads of a server. Their stacks are large: CouchDB takes JSON of any depth, and trees
 * are walked by recursion.
 */
public final class ServerThread {
  private static final long STACK_BYTES = 64 << 20;

  private ServerThread() {}

  /** Makes a daemon thread; the caller starts it. */
  public static Thread of(Runnable work, String name) {
    Thread thread = new Thread(null, work, name, STACK_BYTES);
    thread.setDaemon(true);
    return thread;
  }
}
