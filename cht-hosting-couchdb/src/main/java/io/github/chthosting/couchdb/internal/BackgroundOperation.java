package io.github.chthosting.couchdb.internal;

import io.github.chthosting.HostingException;
import io.github.chthosting.Operation;
import io.github.chthosting.OperationCancelledException;
import io.github.chthosting.Progress;
import io.github.chthosting.TimedOutException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An operation on a daemon thread of its own. Cancelling it interrupts that thread: its work must
 * keep to interruptible calls, and end the threads that it started.
 *
 * @param <T> what it results in
 */
public final class BackgroundOperation<T> implements Operation<T> {
  private static final Logger LOG = LoggerFactory.getLogger(BackgroundOperation.class);
  private static final long TICK_MILLIS = 100;

  private final String name;
  private final Supplier<Progress> progress;
  private final CompletableFuture<T> result = new CompletableFuture<>();
  private final Thread thread;
  private volatile boolean cancelled;

  private BackgroundOperation(String name, Supplier<Progress> progress, Work<T> work) {
    this.name = name;
    this.progress = progress;
    this.thread = new Thread(() -> run(work), name);
    thread.setDaemon(true);
  }

  /**
   * Starts {@code work}.
   *
   * @param name such as {@code "backup of medic"}
   * @param progress gives the latest state, from any thread
   */
  public static <T> Operation<T> start(String name, Supplier<Progress> progress, Work<T> work) {
    BackgroundOperation<T> operation = new BackgroundOperation<>(name, progress, work);
    operation.thread.start();
    return operation;
  }

  private void run(Work<T> work) {
    try {
      result.complete(work.run());
    } catch (Throwable e) {
      if (cancelled) {
        result.completeExceptionally(
            new OperationCancelledException(name, name + " was cancelled", e));
      } else {
        result.completeExceptionally(e);
      }
    }
  }

  @Override
  public Operation<T> onProgress(Consumer<Progress> listener) {
    Thread ticker = new Thread(() -> tick(listener), name + " progress");
    ticker.setDaemon(true);
    ticker.start();
    return this;
  }

  private void tick(Consumer<Progress> listener) {
    try {
      Progress last = null;
      boolean done;
      do {
        done = waitFor(TICK_MILLIS);
        Progress now = progress();
        if (done || !now.equals(last)) {
          listener.accept(now);
        }
        last = now;
      } while (!done);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn("{}: the progress listener failed and is not called again", name, e);
    }
  }

  private boolean waitFor(long millis) throws InterruptedException {
    try {
      result.get(millis, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException | CancellationException e) {
      return true;
    }
  }

  @Override
  public Progress progress() {
    return progress.get();
  }

  @Override
  public T await() {
    return await((Duration) null);
  }

  @Override
  public T await(@Nullable Duration limit) {
    try {
      return limit == null ? result.get() : result.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (TimeoutException e) {
      throw new TimedOutException(name, name + " is not done after " + limit + "; it goes on", e);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    }
  }

  private OperationCancelledException interrupted(InterruptedException cause) {
    cancel();
    awaitEnd();
    Thread.currentThread().interrupt();
    return new OperationCancelledException(
        name, name + " was cancelled: the thread that waited for it was interrupted", cause);
  }

  private void awaitEnd() {
    boolean ended = false;
    while (!ended) {
      try {
        thread.join();
        ended = true;
      } catch (InterruptedException e) {
        LOG.debug("{}: interrupted again while it stops", name);
      }
    }
  }

  /** The failure with the stack of the thread that waits added, so that both can be read. */
  private RuntimeException failure(@Nullable Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    if (cause instanceof RuntimeException failure) {
      failure.addSuppressed(new AwaitedHere(name));
      return failure;
    }
    return new HostingException(name, name + " failed: " + cause, false, cause);
  }

  @Override
  public void cancel() {
    if (!result.isDone()) {
      cancelled = true;
      thread.interrupt();
    }
  }

  @Override
  public boolean isDone() {
    return result.isDone();
  }

  /** What an operation does. */
  @FunctionalInterface
  public interface Work<T> {
    T run() throws Exception;
  }

  private static final class AwaitedHere extends Exception {
    private static final long serialVersionUID = 1L;

    AwaitedHere(String name) {
      super(name + " was awaited here");
    }
  }
}
