package io.github.chthosting.couchdb.internal.compare;

import io.github.chthosting.operation.WorkContext;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Two things done at the same time: mostly the two sides of a comparison being read. */
final class InParallel {
  private InParallel() {}

  record Results<T>(T first, T second) {}

  /** Does both; what makes one fail ends the other. */
  static <T> Results<T> of(WorkContext context, Callable<T> first, Callable<T> second)
      throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(2, InParallel::daemon);
    WorkContext.Hook hook = context.onCancel(threads::shutdownNow);
    try {
      Future<T> one = threads.submit(first);
      Future<T> other = threads.submit(second);
      return new Results<>(one.get(), other.get());
    } catch (ExecutionException e) {
      context.checkCancelled();
      throw unwrapped(e);
    } finally {
      hook.close();
      threads.shutdownNow();
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "comparison");
    thread.setDaemon(true);
    return thread;
  }

  private static RuntimeException unwrapped(ExecutionException e) {
    if (e.getCause() instanceof RuntimeException cause) {
      return cause;
    }
    if (e.getCause() instanceof Error cause) {
      throw cause;
    }
    return new IllegalStateException(e.getCause());
  }
}
