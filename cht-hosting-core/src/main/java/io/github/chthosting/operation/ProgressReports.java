package io.github.chthosting.operation;

import io.github.chthosting.Progress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The latest state of an operation, and a thread that tells it to listeners ten times a second
 * while it changes. The working threads only replace the state: a slow listener does not slow them.
 */
final class ProgressReports {
  private static final Logger log = LoggerFactory.getLogger(ProgressReports.class);
  private static final long PERIOD_MILLIS = 100;

  private final String name;
  private final long start = System.nanoTime();
  private final List<Consumer<Progress>> listeners = new CopyOnWriteArrayList<>();
  // One listener call at a time, and the last one after all others.
  private final Object calling = new Object();
  private volatile Progress state;
  private volatile @Nullable Duration total;
  private @Nullable Thread ticker;

  ProgressReports(String name) {
    this.name = name;
    this.state = new Progress(name, 0, -1, "", 0, Duration.ZERO);
  }

  void update(String phase, long done, long total, String unit, long bytes) {
    state = new Progress(phase, done, total, unit, bytes, elapsed());
  }

  Progress latest() {
    Duration elapsed = total == null ? elapsed() : total;
    Progress s = state;
    return new Progress(s.phase(), s.done(), s.total(), s.unit(), s.bytes(), elapsed);
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  void add(Consumer<Progress> listener) {
    synchronized (calling) {
      listeners.add(listener);
      if (total != null) {
        call(listener);
      } else if (ticker == null) {
        ticker = new Thread(this::tick, "cht-hosting progress of " + name);
        ticker.setDaemon(true);
        ticker.start();
      }
    }
  }

  /** Tells the last state; afterwards nothing is told but to a listener that comes late. */
  void end() {
    synchronized (calling) {
      total = elapsed();
      listeners.forEach(this::call);
      if (ticker != null) {
        ticker.interrupt();
      }
    }
  }

  private void tick() {
    Progress told = null;
    try {
      while (total == null) {
        synchronized (calling) {
          if (total == null && !state.equals(told)) {
            told = state;
            listeners.forEach(this::call);
          }
        }
        Thread.sleep(PERIOD_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the operation has ended
    }
  }

  private void call(Consumer<Progress> listener) {
    try {
      listener.accept(latest());
    } catch (RuntimeException e) {
      listeners.remove(listener);
      log.warn("{}: a progress listener failed and is not called again", name, e);
    }
  }
}
