package io.github.chthosting;

/**
 * What an operation does, on a thread of its own.
 *
 * @param <T> what it results in
 */
@FunctionalInterface
public interface Work<T> {

  /**
   * Does all of it. Asks {@link Running#check()} at each safe point, and is interrupted when the
   * operation is cancelled.
   *
   * @throws Exception what made it fail; anything but a {@link RuntimeException} is wrapped in a
   *     {@link HostingException}
   */
  T run(Running running) throws Exception;
}
