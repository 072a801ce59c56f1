package io.github.chthosting.operation;

import io.github.chthosting.HostingException;
import io.github.chthosting.Operation;
import io.github.chthosting.OperationCancelledException;
import io.github.chthosting.Progress;
import io.github.chthosting.TimedOutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Work on a thread, and what others know of it. */
final class RunningOperation<T> implements Operation<T> {
  private final String name;
  private final Work<T> work;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Cancellation cancellation;
  private final ProgressReports reports;

  // Written before the latch opens, read after.
  private @Nullable T result;
  private @Nullable Throwable failure;

  RunningOperation(String name, Work<T> work) {
    this.name = name;
    this.work = work;
    this.cancellation = new Cancellation(name);
    this.reports = new ProgressReports(name);
  }

  void start() {
    Thread thread = new Thread(this::run, "cht-hosting " + name);
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      result = work.run(new Context(cancellation, reports));
    } catch (Throwable e) {
      failure = e;
    } finally {
      reports.end();
      ended.countDown();
    }
  }

  private record Context(Cancellation cancellation, ProgressReports reports)
      implements WorkContext {
    @Override
    public void progress(String phase, long done, long total, String unit, long bytes) {
      reports.update(phase, done, total, unit, bytes);
    }

    @Override
    public boolean isCancelled() {
      return cancellation.isRequested();
    }

    @Override
    public void checkCancelled() {
      cancellation.check();
    }

    @Override
    public Hook onCancel(Runnable action) {
      return cancellation.onRequest(action);
    }
  }

  @Override
  public Operation<T> onProgress(Consumer<Progress> listener) {
    reports.add(listener);
    return this;
  }

  @Override
  public Progress progress() {
    return reports.latest();
  }

  @Override
  public T await() {
    try {
      ended.await();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    return outcome();
  }

  @Override
  public T await(Duration limit) {
    try {
      if (!ended.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        String message = name + " - not finished within " + limit.toMillis() + " ms; it goes on.";
        throw new TimedOutException(name, message, null);
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    return outcome();
  }

  /**
   * The work must have stopped before the caller goes on, so further interrupts are kept for later.
   */
  private OperationCancelledException interrupted(InterruptedException cause) {
    cancel();
    boolean stopped = false;
    while (!stopped) {
      try {
        ended.await();
        stopped = true;
      } catch (InterruptedException again) {
        cause.addSuppressed(again);
      }
    }
    Thread.currentThread().interrupt();
    return new OperationCancelledException(
        name, name + " - cancelled: the waiting thread was interrupted.", cause);
  }

  @SuppressWarnings("NullAway") // the work's result, of the type that its author chose
  private T outcome() {
    Throwable thrown = failure;
    if (thrown == null) {
      return result;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof OperationCancelledException already) {
      throw already;
    }
    if (cancellation.isRequested() || thrown instanceof InterruptedException) {
      throw cancelled(thrown);
    }
    if (thrown instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    throw new HostingException(name, name + " - " + reason(thrown), false, thrown);
  }

  private OperationCancelledException cancelled(Throwable thrown) {
    OperationCancelledException cancelled =
        new OperationCancelledException(name, name + " - cancelled.", thrown);
    if (thrown instanceof HostingException failure && !failure.aftermath().isEmpty()) {
      cancelled.addAftermath(failure.aftermath());
    }
    return cancelled;
  }

  private static String reason(Throwable thrown) {
    return thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage();
  }

  @Override
  public void cancel() {
    if (!isDone()) {
      cancellation.request();
    }
  }

  @Override
  public boolean isDone() {
    return ended.getCount() == 0;
  }

  @Override
  public String toString() {
    return name + (isDone() ? " (ended)" : " (under way)");
  }
}
