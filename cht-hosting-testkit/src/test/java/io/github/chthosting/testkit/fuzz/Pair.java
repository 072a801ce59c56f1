package io.github.chthosting.testkit.fuzz;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.atomic.AtomicInteger;

/** A database of the same name on both servers. Used by one thread. */
final class Pair implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  /** The answers of both servers to one request. */
  record Answers(Reply real, Reply embedded) {
    boolean differ() {
      return !real.equals(embedded);
    }
  }

  private final Target real;
  private final Target embedded;
  private final String name;

  Pair(Target real, Target embedded, String name) throws IOException, InterruptedException {
    this.real = real;
    this.embedded = embedded;
    this.name = name + "-" + COUNT.incrementAndGet();
    real.create(this.name);
    embedded.create(this.name);
  }

  Answers send(Call call) throws IOException, InterruptedException {
    return new Answers(real.send(call, name), embedded.send(call, name));
  }

  @Override
  public void close() throws IOException {
    try {
      real.delete(name);
      embedded.delete(name);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while " + name + " was deleted");
    }
  }
}
