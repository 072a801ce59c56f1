package io.github.chthosting;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An operation on one daemon thread. */
final class RunningOperation<T> implements Operation<T>, Running {
  private static final Logger LOG = LoggerFactory.getLogger(RunningOperation.class);
  private static final long BETWEEN_CALLS = TimeUnit.MILLISECONDS.toNanos(100);

  private final String name;
  private final Work<T> work;
  private final Thread thread;
  private final long started = System.nanoTime();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final List<Consumer<Progress>> listeners = new CopyOnWriteArrayList<>();
  private final Object calling = new Object();

  private volatile Progress latest;
  private volatile boolean cancelled;
  private volatile @Nullable T result;
  private volatile @Nullable RuntimeException failure;
  private long lastCall = started - BETWEEN_CALLS;

  RunningOperation(String name, Work<T> work) {
    this.name = name;
    this.work = work;
    this.latest = new Progress(name, 0, -1, "steps", 0, Duration.ZERO);
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  RunningOperation<T> start() {
    thread.start();
    return this;
  }

  private void run() {
    try {
      result = work.run(this);
    } catch (RuntimeException e) {
      failure = e;
    } catch (Exception e) {
      failure = wrapped(e);
    } catch (Error e) {
      failure = new HostingException(name, name + ": " + e, false, e);
      throw e;
    } finally {
      call(true);
      ended.countDown();
    }
  }

  private RuntimeException wrapped(Exception e) {
    if (e instanceof InterruptedException) {
      return new OperationCancelledException(name, name + ": cancelled", e);
    }
    return new HostingException(name, name + ": " + e.getMessage(), false, e);
  }

  @Override
  public void report(String phase, long done, long total, String unit, long bytes) {
    Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
    latest = new Progress(phase, done, total, unit, bytes, elapsed);
    call(false);
  }

  private void call(boolean last) {
    if (listeners.isEmpty()) {
      return;
    }
    synchronized (calling) {
      long now = System.nanoTime();
      if (!last && now - lastCall < BETWEEN_CALLS) {
        return;
      }
      lastCall = now;
      listeners.forEach(this::tell);
    }
  }

  private void tell(Consumer<Progress> listener) {
    try {
      listener.accept(latest);
    } catch (RuntimeException e) {
      LOG.warn("{}: a progress listener failed and is not called again", name, e);
      listeners.remove(listener);
    }
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  @Override
  public void check() {
    if (cancelled) {
      throw new OperationCancelledException(name, name + ": cancelled", null);
    }
  }

  @Override
  public Operation<T> onProgress(Consumer<Progress> listener) {
    synchronized (calling) {
      listeners.add(listener);
      if (isDone()) {
        tell(listener);
      }
    }
    return this;
  }

  @Override
  public Progress progress() {
    return latest;
  }

  @Override
  public T await() {
    try {
      ended.await();
      return outcome();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  @Override
  public T await(Duration limit) {
    try {
      if (!ended.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new TimedOutException(name, name + ": still running after " + limit, null);
      }
      return outcome();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private OperationCancelledException interrupted(InterruptedException cause) {
    cancel();
    boolean stopped = false;
    while (!stopped) {
      try {
        ended.await();
        stopped = true;
      } catch (InterruptedException again) {
        // It was asked to stop already; what it leaves behind is known only once it has.
        LOG.debug("{}: interrupted again while it stops", name);
      }
    }
    Thread.currentThread().interrupt();
    return new OperationCancelledException(name, name + ": cancelled by an interrupt", cause);
  }

  // A work may result in null where T allows it, which the compiler cannot see here.
  @SuppressWarnings("NullAway")
  private T outcome() {
    RuntimeException thrown = failure;
    if (thrown != null) {
      throw thrown;
    }
    return result;
  }

  @Override
  public void cancel() {
    cancelled = true;
    thread.interrupt();
  }

  @Override
  public boolean isDone() {
    return ended.getCount() == 0;
  }
}
