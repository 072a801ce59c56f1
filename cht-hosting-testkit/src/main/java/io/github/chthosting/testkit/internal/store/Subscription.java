package io.github.chthosting.testkit.internal.store;

/** A listener's registration, until it is closed. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
  @Override
  void close();
}
