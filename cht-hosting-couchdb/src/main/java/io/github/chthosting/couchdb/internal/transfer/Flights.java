package io.github.chthosting.couchdb.internal.transfer;

import io.github.chthosting.HostingException;
import io.github.chthosting.OperationCancelledException;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Requests under way, with a limit of their number and bytes: who submits one more waits. Each has
 * a number; up to which all are done is known, so a checkpoint never passes one that is not. One
 * thread submits.
 */
final class Flights implements AutoCloseable {
  private static final int KILOBYTE = 1 << 10;

  private final ExecutorService threads;
  private final Semaphore places;
  private final Semaphore kilobytes;
  private final int mostKilobytes;
  private final ConcurrentSkipListSet<Long> open = new ConcurrentSkipListSet<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private long last;

  Flights(String name, int count, int mostBytes) {
    mostKilobytes = mostBytes / KILOBYTE;
    places = new Semaphore(count + 1);
    kilobytes = new Semaphore(mostKilobytes);
    threads =
        Executors.newFixedThreadPool(
            count,
            work -> {
              Thread thread = new Thread(work, name);
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Starts {@code work} as soon as there is room for it and its bytes. */
  void submit(int bytes, Runnable work) throws InterruptedException {
    int weight = Math.min(mostKilobytes, 1 + bytes / KILOBYTE);
    places.acquire();
    kilobytes.acquire(weight);
    check();
    long number = ++last;
    open.add(number);
    threads.execute(
        () -> {
          try {
            work.run();
          } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
          } finally {
            open.remove(number);
            kilobytes.release(weight);
            places.release();
          }
        });
  }

  /**
   * Throws what made one of them fail. To be called before {@link #doneUpTo()} is believed.
   *
   * @throws HostingException that failure
   */
  void check() {
    Throwable thrown = failure.get();
    if (thrown instanceof RuntimeException e) {
      throw e;
    }
    if (thrown instanceof Error e) {
      throw e;
    }
  }

  /** The number of the last one submitted. */
  long last() {
    return last;
  }

  /** The highest number up to which all are done, well or not. */
  long doneUpTo() {
    Long first = open.isEmpty() ? null : open.ceiling(0L);
    return first == null ? last : first - 1;
  }

  /** Waits until all are done. */
  void drain() throws InterruptedException {
    while (!open.isEmpty()) {
      kilobytes.acquire(mostKilobytes);
      kilobytes.release(mostKilobytes);
    }
    check();
  }

  /** Interrupts what is under way and waits until nothing is written any more. */
  @Override
  public void close() {
    threads.shutdownNow();
    boolean interrupted = false;
    while (!threads.isTerminated()) {
      try {
        if (threads.awaitTermination(1, TimeUnit.MINUTES)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  static OperationCancelledException cancelled(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new OperationCancelledException("replication", "replication was cancelled", cause);
  }
}
