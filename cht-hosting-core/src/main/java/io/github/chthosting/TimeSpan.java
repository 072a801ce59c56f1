package io.github.chthosting;

import java.time.Duration;
import java.util.Locale;

/** Formats a length of time for a person to read. */
public final class TimeSpan {
  private TimeSpan() {}

  /** Returns {@code "12.3 s"}, {@code "2 min 5 s"} or {@code "3 h 12 min"}. */
  public static String format(Duration time) {
    long seconds = time.toSeconds();
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
    }
    return seconds < 3600
        ? "%d min %d s".formatted(seconds / 60, seconds % 60)
        : "%d h %d min".formatted(seconds / 3600, seconds % 3600 / 60);
  }
}
