package io.github.chthosting.testkit;

import java.time.Duration;

/**
 * The effect of a fault.
 *
 * @param status of an answer in the place of the true one, or 0
 * @param cutAfter bytes of the body after which the connection is cut; -1 before everything; {@link
 *     Long#MAX_VALUE} never
 * @param errorAfter bytes of the body after which an error follows; {@link Long#MAX_VALUE} never
 */
record FaultEffect(
    Duration delay, int status, String body, long cutAfter, long errorAfter, boolean endless) {

  static final FaultEffect NONE =
      new FaultEffect(Duration.ZERO, 0, "", Long.MAX_VALUE, Long.MAX_VALUE, false);

  FaultEffect delayed(Duration time) {
    return new FaultEffect(time, status, body, cutAfter, errorAfter, endless);
  }

  FaultEffect replacing(int with, String text) {
    return new FaultEffect(delay, with, text, cutAfter, errorAfter, endless);
  }

  FaultEffect cutting(long after) {
    return new FaultEffect(delay, status, body, after, errorAfter, endless);
  }

  FaultEffect failingInBody(long after) {
    return new FaultEffect(delay, status, body, cutAfter, after, endless);
  }

  FaultEffect unending() {
    return new FaultEffect(delay, status, body, cutAfter, errorAfter, true);
  }
}
