package io.github.chthosting.plan;

import io.github.chthosting.ByteSize;
import java.time.Duration;

/**
 * The expected cost of something. An estimate, never a promise.
 *
 * @param bytes bytes read and written over the network
 * @param disk bytes of disk that are needed until it is over, on the node that needs the most
 * @param time how long it takes alone
 * @param risk what can be lost
 */
public record Cost(long bytes, long disk, Duration time, Risk risk) {
  /** The cost of nothing: no bytes, no time, no risk. */
  public static final Cost FREE = new Cost(0, 0, Duration.ZERO, Risk.NONE);

  public Cost {
    if (bytes < 0 || disk < 0 || time.isNegative()) {
      throw new IllegalArgumentException("a cost must not be negative: " + bytes + ", " + disk);
    }
  }

  /** Returns the cost of both, one after the other. */
  public Cost plus(Cost other) {
    return new Cost(
        bytes + other.bytes,
        disk + other.disk,
        time.plus(other.time),
        risk.compareTo(other.risk) >= 0 ? risk : other.risk);
  }

  @Override
  public String toString() {
    return ByteSize.format(bytes) + ", " + words(time) + (risk == Risk.NONE ? "" : ", " + risk);
  }

  private static String words(Duration time) {
    long seconds = (time.toMillis() + 999) / 1000;
    if (seconds < 120) {
      return seconds + " s";
    }
    return seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
  }
}
