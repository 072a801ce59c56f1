package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.operation.WorkContext;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The progress of a run over several databases. Thread-safe. */
public final class Meter {
  private final WorkContext context;
  private final long start = System.nanoTime();
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private volatile String phase = "starting";
  private final AtomicLong total = new AtomicLong(-1);

  public Meter(WorkContext context) {
    this.context = context;
  }

  /** Returns whose progress is shown. */
  public WorkContext context() {
    return context;
  }

  /** Sets how many documents there are. */
  public void total(long units) {
    total.set(units);
  }

  /** Says what is done now. */
  public void phase(String words) {
    phase = words;
    show(0, 0);
  }

  /** Counts what was done. */
  public void add(long units, long moreBytes) {
    done.addAndGet(units);
    bytes.addAndGet(moreBytes);
    show(0, 0);
  }

  /** Shows what is under way beside what was done. */
  void show(long units, long moreBytes) {
    context.progress(phase, done.get() + units, total.get(), "documents", bytes.get() + moreBytes);
  }

  /** Time since this meter was made. */
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
