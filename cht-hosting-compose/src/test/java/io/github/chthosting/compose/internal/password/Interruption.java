package io.github.chthosting.compose.internal.password;

import io.github.chthosting.compose.testing.TestProjects;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks through nginx all the time, as a user who knows both passwords, and keeps the longest gap.
 */
final class Interruption implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final int port;
  private final List<String> credentials;
  private final Thread thread = new Thread(this::run, "user");
  private volatile boolean ended;
  private volatile long longest;
  private final AtomicInteger answers = new AtomicInteger();

  Interruption(int port, String... credentials) {
    this.port = port;
    this.credentials = List.of(credentials);
    thread.start();
  }

  private void run() {
    long last = System.nanoTime();
    while (!ended) {
      boolean answered = credentials.stream().anyMatch(this::isAnswered);
      long now = System.nanoTime();
      longest = Math.max(longest, now - last);
      if (answered) {
        answers.incrementAndGet();
        last = now;
      }
      last += overslept();
    }
  }

  /** A machine that had no time for us did not interrupt the users. */
  private long overslept() {
    long begin = System.nanoTime();
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      ended = true;
    }
    return System.nanoTime() - begin - PAUSE.toNanos();
  }

  private boolean isAnswered(String each) {
    try {
      return TestProjects.status(port, "/medic", each) == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** The longest time without an answer. */
  Duration longest() {
    return Duration.ofNanos(longest);
  }

  int answers() {
    return answers.get();
  }

  @Override
  public void close() {
    ended = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
