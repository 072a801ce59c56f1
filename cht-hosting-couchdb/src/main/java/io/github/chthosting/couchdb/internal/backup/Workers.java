package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.HostingException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Threads that do tasks for one other thread, which bounds their number by what it takes from a
 * queue, and hears of the first failure when it comes back. Used by that one thread.
 */
public final class Workers implements Closeable {
  private final ExecutorService threads;
  private final List<Future<?>> pending = new ArrayList<>();

  public Workers(String name, int count) {
    threads =
        Executors.newFixedThreadPool(
            count,
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Does {@code task} on a thread. */
  public void submit(Callable<@Nullable Void> task) throws IOException {
    requireSuccess();
    pending.add(threads.submit(task));
  }

  /** Takes from a queue that the tasks fill, as long as none of them has failed. */
  public <T> T take(BlockingQueue<T> queue) throws IOException {
    try {
      T taken;
      while ((taken = queue.poll(100, TimeUnit.MILLISECONDS)) == null) {
        requireSuccess();
      }
      return taken;
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** Waits for all tasks. */
  public void finish() throws IOException {
    for (Future<?> task : pending) {
      result(task);
    }
    pending.clear();
  }

  private void requireSuccess() throws IOException {
    for (Future<?> task : pending) {
      if (task.isDone()) {
        result(task);
      }
    }
    pending.removeIf(Future::isDone);
  }

  private static void result(Future<?> task) throws IOException {
    try {
      task.get();
    } catch (InterruptedException e) {
      throw interrupted();
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    }
  }

  private static RuntimeException rethrown(@Nullable Throwable cause) throws IOException {
    if (cause instanceof IOException io) {
      throw io;
    }
    if (cause instanceof RuntimeException failure) {
      return failure;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return new HostingException("work on a thread", "failed: " + cause, false, cause);
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted");
  }

  /** Stops what is under way and waits until it has stopped. */
  @Override
  public void close() {
    threads.shutdownNow();
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = threads.awaitTermination(1, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
