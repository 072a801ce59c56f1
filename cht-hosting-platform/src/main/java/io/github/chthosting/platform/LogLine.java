package io.github.chthosting.platform;

import java.time.Instant;

/**
 * A line that a service wrote.
 *
 * @param service which
 * @param unit the container or pod
 * @param time when the platform got it
 * @param text of it, the instance's secrets made unreadable
 */
public record LogLine(String service, String unit, Instant time, String text) {

  /** Returns {@code 2026-11-22T12:00:00Z api | listening}. */
  @Override
  public String toString() {
    return time + " " + service + " | " + text;
  }
}
