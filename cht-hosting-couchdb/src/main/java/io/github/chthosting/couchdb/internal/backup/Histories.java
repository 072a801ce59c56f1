package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.internal.rows.ChangesRow;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Collects rows that the feed does not tell enough about and asks for them in batches, several at
 * once. Whoever adds waits when all are under way. Used by one thread.
 */
final class Histories implements ChangesRouter.Deferred, Closeable {
  private static final int MOST_REVISIONS = 500;
  private static final long MOST_BYTES = 4 << 20;

  private final RevisionReader.Factory readers;
  private final ExecutorService threads;
  private final BlockingQueue<Revisions> free;
  private final BlockingQueue<RevisionReader> idle;
  private final List<Future<?>> pending = new ArrayList<>();
  private final int mostRevisions;
  private @Nullable Revisions collected;

  /**
   * @param averageSize bytes of a document of this database; 0 if not known
   */
  Histories(RevisionReader.Factory readers, int parallel, long averageSize) {
    this.readers = readers;
    this.threads = Executors.newFixedThreadPool(parallel, Histories::thread);
    this.free = new ArrayBlockingQueue<>(parallel + 1);
    this.idle = new ArrayBlockingQueue<>(parallel);
    for (int i = 0; i <= parallel; i++) {
      free.add(new Revisions());
    }
    long fitting = averageSize <= 0 ? MOST_REVISIONS : MOST_BYTES / averageSize;
    mostRevisions = (int) Math.max(10, Math.min(MOST_REVISIONS, fitting));
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "backup revisions");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void add(ChangesRow row) throws IOException {
    Revisions current = collected;
    if (current == null) {
      current = take();
      collected = current;
    }
    current.add(row);
    if (current.count() >= mostRevisions || current.estimate() >= MOST_BYTES) {
      collected = null;
      submit(current);
    }
  }

  /** Asks for what is left and waits for all. */
  void finish() throws IOException {
    Revisions rest = collected;
    collected = null;
    if (rest != null) {
      submit(rest);
    }
    for (Future<?> task : pending) {
      result(task);
    }
    pending.clear();
  }

  private Revisions take() throws IOException {
    try {
      Revisions revisions;
      while ((revisions = free.poll(100, TimeUnit.MILLISECONDS)) == null) {
        requireSuccess();
      }
      revisions.clear();
      return revisions;
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private void submit(Revisions revisions) throws IOException {
    requireSuccess();
    pending.add(threads.submit(() -> read(revisions)));
  }

  private @Nullable Void read(Revisions revisions) throws IOException {
    RevisionReader reader = idle.poll();
    if (reader == null) {
      reader = readers.create();
    }
    reader.read(revisions);
    idle.add(reader);
    free.add(revisions);
    return null;
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
    return new HostingException("reading revisions", "failed: " + cause, false, cause);
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted");
  }

  /** Stops what is under way. */
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
