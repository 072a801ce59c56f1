package io.github.chthosting.couchdb.internal.shards;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Keeps copies up to date by pass after pass, until closed. Thread-safe. */
final class Following implements AutoCloseable {
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean stopped;

  private Following() {}

  static Following of(List<RangeCopy> copies) {
    Following following = new Following();
    Thread thread = new Thread(() -> following.run(copies), "shard-follow");
    thread.setDaemon(true);
    thread.start();
    return following;
  }

  private void run(List<RangeCopy> copies) {
    try {
      Parallel.forEach(copies, copies.size(), this::follow);
    } catch (RuntimeException e) {
      failure.set(e);
    } finally {
      ended.countDown();
    }
  }

  private void follow(RangeCopy copy) {
    boolean last;
    do {
      last = stopped;
      copy.pass();
    } while (!last);
  }

  /**
   * Makes one more pass of each copy and waits for it.
   *
   * @throws RuntimeException what made a pass fail
   */
  void check() {
    close();
    RuntimeException thrown = failure.get();
    if (thrown != null) {
      throw thrown;
    }
  }

  /** Ends it, after the passes under way and one more. */
  @Override
  public void close() {
    stopped = true;
    try {
      if (!ended.await(1, TimeUnit.HOURS)) {
        throw new IllegalStateException("a pass did not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
