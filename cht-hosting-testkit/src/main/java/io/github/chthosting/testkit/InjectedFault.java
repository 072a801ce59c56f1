package io.github.chthosting.testkit;

import java.util.concurrent.atomic.AtomicInteger;

/** A fault at work. Thread-safe. */
public final class InjectedFault implements AutoCloseable {
  private final Fault fault;
  private final Runnable remove;
  private final AtomicInteger seen = new AtomicInteger();
  private final AtomicInteger hits = new AtomicInteger();

  InjectedFault(Fault fault, java.util.function.Consumer<InjectedFault> remove) {
    this.fault = fault;
    this.remove = () -> remove.accept(this);
  }

  /** Returns the number of requests that it struck. */
  public int hits() {
    return hits.get();
  }

  /** Takes it away. Requests that it struck already go on as they are. */
  public void clear() {
    remove.run();
  }

  @Override
  public void close() {
    clear();
  }

  synchronized boolean strikes(RecordedRequest request) {
    if (!fault.matches(request)) {
      return false;
    }
    FaultLimits limits = fault.limits();
    if (seen.getAndIncrement() < limits.skip() || hits.get() >= limits.most()) {
      return false;
    }
    hits.incrementAndGet();
    return true;
  }

  FaultEffect effect() {
    return fault.effect();
  }
}
