package io.github.chthosting.couchdb.internal.shards;

import io.github.chthosting.HostingException;
import io.github.chthosting.OperationCancelledException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Does one thing for each of many, a few at a time. */
public final class Parallel {
  private Parallel() {}

  /** Runs all and waits until they are done; after the first failure, when those under way are. */
  public static <T> void forEach(Collection<T> items, int atOnce, Consumer<T> action) {
    if (items.isEmpty()) {
      return;
    }
    ExecutorService executor = Executors.newFixedThreadPool(Math.min(atOnce, items.size()));
    try {
      List<Future<?>> futures = new ArrayList<>();
      for (T item : items) {
        futures.add(executor.submit(() -> action.accept(item)));
      }
      executor.shutdown();
      await(futures);
    } finally {
      executor.shutdownNow();
    }
  }

  private static void await(List<Future<?>> futures) {
    RuntimeException failure = null;
    for (Future<?> future : futures) {
      try {
        if (failure != null) {
          future.cancel(false);
        }
        if (!future.isCancelled()) {
          future.get();
        }
      } catch (ExecutionException e) {
        failure = failure == null ? unchecked(e) : failure;
      } catch (InterruptedException e) {
        futures.forEach(other -> other.cancel(true));
        Thread.currentThread().interrupt();
        throw new OperationCancelledException("shard move", "interrupted", e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static RuntimeException unchecked(ExecutionException wrapped) {
    Throwable cause = wrapped.getCause();
    return cause instanceof RuntimeException e
        ? e
        : new HostingException("shard move", "shard move: " + cause, false, wrapped);
  }
}
